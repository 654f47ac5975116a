package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.model.MessageStatus;

/** What became of a request to take back something that waits to be sent. */
public sealed interface CancelResult {

  /** It does not wait any more, and will not be sent. That is stored. */
  record Cancelled() implements CancelResult {}

  /** Nothing was accepted under this id, or it was so long ago that it is forgotten. */
  record Unknown() implements CancelResult {}

  /**
   * Its stanza is stored or was sent, or it ended otherwise.
   *
   * @param status where it stands; {@link MessageStatus#PREPARED} of what changes a message also
   *     when the server has it
   */
  record TooLate(MessageStatus status) implements CancelResult {}
}
