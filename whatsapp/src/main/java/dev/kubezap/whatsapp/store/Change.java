package dev.kubezap.whatsapp.store;

import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of durable state. Changes of one commit are applied in their order and become visible
 * together or not at all.
 */
public sealed interface Change {

  /** Stores a record, replacing what its key held. */
  record Put<V>(RecordKey<V> key, V value) implements Change {
    /** Names the key only: values are secrets more often than not. */
    @Override
    public String toString() {
      return "Put[" + key + "]";
    }
  }

  /** Removes a record; a key that holds none is not an error. */
  record Remove(RecordKey<?> key) implements Change {}

  /** Stores a message, replacing the one with its id. */
  record PutMessage(StoredMessage message) implements Change {}

  /**
   * Stores where a message that is stored already stands now: its status and its failure. The rest
   * is as it was.
   */
  record MoveMessage(StoredMessage message) implements Change {}

  /** What is sent, which is stored before or by the same commit, waits to be prepared. */
  record JoinQueue(QueuedMessage queued) implements Change {}

  /** What is sent does not wait any more; one that does not wait is not an error. */
  record LeaveQueue(String messageId) implements Change {}

  /**
   * Stores what is needed to prepare a stanza and to answer its retry receipts. The message that it
   * carries or changes is stored before or by the same commit.
   */
  record PutOutgoing(OutgoingMessage outgoing) implements Change {}

  /**
   * Stores which devices have a message of which the rest is stored already, as {@link PutOutgoing}
   * left it.
   */
  record MoveOutgoing(OutgoingMessage outgoing) implements Change {}

  /** Stores a finished stanza. */
  record PutPrepared(PreparedStanza prepared) implements Change {}

  /** Removes the bytes of a stanza whose acknowledgement is stored by the same commit. */
  record RemovePrepared(String messageId) implements Change {}

  /** Stores a chat, replacing the one with its id. */
  record PutChat(Chat chat) implements Change {}

  /**
   * Makes one chat of two that turned out to be the same: every message of {@code from} moves to
   * {@code into}, the chat row of {@code from} disappears, counts add up.
   */
  record MergeChats(Jid from, Jid into) implements Change {}

  /**
   * Forgets everything that belongs to the linked device: every record but those that {@link
   * RecordKind#keptAtLogOut} names, every prepared stanza, and what was kept to prepare messages
   * and to answer retry receipts. Messages, chats and the outbox stay. Records that later changes
   * of the same commit store are kept.
   */
  record ForgetDevice() implements Change {}

  /**
   * Appends an event to the outbox. The store gives it its sequence number, inside the commit.
   *
   * @param id stable over every delivery; time-ordered (UUID version 7)
   * @param trace the trace context ({@code traceparent}) of the request that it goes back to, if
   *     any
   */
  record Append(String id, Instant at, SessionEvent event, Optional<String> trace)
      implements Change {

    /** An event of no trace. */
    public Append(String id, Instant at, SessionEvent event) {
      this(id, at, event, Optional.empty());
    }
  }
}
