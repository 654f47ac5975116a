package dev.kubezap.whatsapp.fetch;

import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;

/** Notes, with the message itself, that its file is to be fetched. */
public final class WantFile {
  private WantFile() {}

  /** What is stored beside a message that came; nothing when its file is not wanted. */
  public static List<Change> of(StoredMessage message, Turn turn) {
    return !message.fromMe()
            && message.content() instanceof Media media
            && turn.behaviour().downloads().wants(media)
        ? List.of(
            new Change.Put<>(new PendingFileKey(message.id()), new PendingFile(0, turn.now())))
        : List.of();
  }
}
