package dev.kubezap.whatsapp.model;

/**
 * Where a message stands. An outgoing message only moves forward: queued, prepared, sent,
 * delivered, read, played; or it ends as failed, expired or cancelled. One that came in is
 * received, perhaps after a time in which it could not be decrypted, then read, and played.
 */
public enum MessageStatus {
  /** Accepted and stored; no key has been used for it yet. */
  QUEUED,
  /**
   * Its stanza is stored byte by byte and may have left; it is never prepared anew because of a
   * timeout.
   */
  PREPARED,
  /** The server's acknowledgement is stored. */
  SENT,
  DELIVERED,
  READ,
  PLAYED,
  /** The server refused it; the stored message carries the code. */
  FAILED,
  /** Its time ran out while it was queued. */
  EXPIRED,
  /** Taken back by its caller while it was queued. */
  CANCELLED,
  /** Came in and could be decrypted; {@link #READ} once somebody here has read it. */
  RECEIVED,
  /** Came in and could not be decrypted yet; a retry is under way or has been given up. */
  UNDECRYPTED;

  /** Whether a message in this status may move on to {@code next}. */
  public boolean mayBecome(MessageStatus next) {
    return switch (this) {
      case QUEUED -> next == PREPARED || next == FAILED || next == EXPIRED || next == CANCELLED;
      case PREPARED ->
          next == SENT || next == DELIVERED || next == READ || next == PLAYED || next == FAILED;
      case SENT -> next == DELIVERED || next == READ || next == PLAYED || next == FAILED;
      case DELIVERED -> next == READ || next == PLAYED;
      case READ -> next == PLAYED;
      case UNDECRYPTED -> next == RECEIVED;
      case RECEIVED -> next == READ || next == PLAYED;
      case PLAYED, FAILED, EXPIRED, CANCELLED -> false;
    };
  }
}
