package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.message.PeerNews;
import dev.kubezap.whatsapp.model.HistoryPlace;
import dev.kubezap.whatsapp.proto.HistorySyncNotification;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * {@code HISTORY_SYNC_NOTIFICATION}: a part of the phone's history can be read. It is noted before
 * its receipt, and read after what was noted before it (PROTOCOL 14).
 */
public final class NoteHistory implements PeerNews {
  /** The type of its protocol message. */
  public static final int TYPE = 5;

  /** More deflated bytes than are put into a message. */
  private static final int MOST_INLINE = 4 << 20;

  @Override
  public Outcome told(Source source, ProtocolMessage message, Turn turn) {
    HistorySyncNotification told = message.getHistorySyncNotification();
    Optional<HistoryKind> kind = HistoryKind.of(told.getSyncType());
    if (kind.isEmpty()) {
      return counted("no-history");
    }
    ByteString inline = told.getInitialHistBootstrapInlinePayload();
    Optional<MediaReference> file =
        inline.isEmpty() && !told.getDirectPath().isEmpty()
            ? Optional.of(file(told))
            : Optional.empty();
    if (inline.size() > MOST_INLINE || (inline.isEmpty() && file.isEmpty())) {
      return counted("without-content");
    }
    HistoryJob job =
        new HistoryJob(
            source.stanzaId(),
            source.phone(),
            kind.get(),
            told.getChunkOrder(),
            told.getProgress(),
            inline,
            file,
            Optional.of(told.getPeerDataRequestSessionId()).filter(id -> !id.isEmpty()),
            HistoryPlace.START,
            HistoryJob.Stored.NOTHING,
            0,
            false);
    return Outcome.builder()
        .change(new Change.Put<>(new HistoryJobKey(turn.newId()), job))
        .effect(ReadHistory.soon())
        .effect(new Effect.Count("history", kind.get().text()))
        .build();
  }

  private static MediaReference file(HistorySyncNotification told) {
    return new MediaReference(
        Optional.empty(),
        told.getFileLength(),
        told.getFileSha256(),
        told.getFileEncSha256(),
        told.getMediaKey(),
        Optional.of(told.getDirectPath()),
        Optional.empty());
  }

  private static Outcome counted(String label) {
    return Outcome.builder().effect(new Effect.Count("history", label)).build();
  }
}
