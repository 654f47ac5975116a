package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Optional;
import java.util.Set;

/** What happened to one message. */
public sealed interface MessageEvent extends SessionEvent {

  /** About a message that is stored. */
  sealed interface OfStored extends MessageEvent {
    /** The message as it is now. */
    StoredMessage message();

    @Override
    default Optional<Jid> subject() {
      return Optional.of(message().chat());
    }
  }

  /** Somebody sent a message to this account. */
  record Received(StoredMessage message) implements OfStored {}

  /** This account sent a message, through the API or from another of its devices. */
  record Sent(StoredMessage message) implements OfStored {}

  /** An outgoing message moved on, or failed. */
  record StatusChanged(
      String id, String stanzaId, Jid chat, MessageStatus status, Optional<MessageFailure> failure)
      implements MessageEvent {
    @Override
    public Optional<Jid> subject() {
      return Optional.of(chat);
    }
  }

  /**
   * The sender of a message changed what it says.
   *
   * @param additions with the new state as the last revision
   */
  record Edited(StoredMessage message, MessageAdditions additions) implements OfStored {}

  /** A message was deleted for everyone. */
  record Deleted(StoredMessage message, MessageAdditions.Deletion deletion) implements OfStored {}

  /** Somebody reacted to a message, or took the reaction back. */
  record Reacted(StoredMessage message, MessageAdditions.Reaction reaction) implements OfStored {}

  /** Somebody pinned a message at the top of its chat, or took it down. */
  record Pinned(StoredMessage message, MessageAdditions.Pin pin) implements OfStored {}

  /** Somebody voted in a poll, or took the vote back. */
  record Voted(StoredMessage message, MessageAdditions.Vote vote) implements OfStored {}

  /**
   * A file that the session fetches of its own accord is there, or cannot be had.
   *
   * @param file what was fetched; empty when there is a failure
   */
  record MediaReady(StoredMessage message, Optional<File> file, Optional<MessageFailure> failure)
      implements OfStored {

    /**
     * What was fetched and checked.
     *
     * @param size in bytes
     */
    public record File(String mimetype, long size) {}
  }

  /**
   * What this account wanted to do to a message was refused or could not be sent.
   *
   * @param change its kind, such as {@code reaction}
   */
  record ChangeFailed(StoredMessage message, String change, MessageFailure failure)
      implements OfStored {}

  /** This account starred a message, or took the star back. */
  record Starred(StoredMessage message, boolean starred) implements OfStored {}

  /**
   * This account put labels on a message, or took them off.
   *
   * @param labels all that it has now, by their ids
   */
  record Labelled(StoredMessage message, Set<String> labels) implements OfStored {
    public Labelled {
      labels = Set.copyOf(labels);
    }
  }
}
