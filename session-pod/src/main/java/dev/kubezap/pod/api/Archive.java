package dev.kubezap.pod.api;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Optional;

/**
 * Stored messages and chats, newest first. Every method may wait for the database and throws {@link
 * dev.kubezap.whatsapp.store.StoreUnavailableException} when it does not answer.
 */
public interface Archive {

  Optional<StoredMessage> message(String id);

  /**
   * Messages that a filter lets through.
   *
   * @throws BadCursorException when the cursor is not one of this list
   */
  Page<StoredMessage> messages(MessageFilter filter, PageRequest page);

  Page<Chat> chats(PageRequest page);

  /** The chat with this id, in either form. */
  Optional<Chat> chat(Jid id);

  /** A cursor that this list did not give. */
  final class BadCursorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadCursorException() {
      super("the cursor is not one of this list", null, false, false);
    }
  }
}
