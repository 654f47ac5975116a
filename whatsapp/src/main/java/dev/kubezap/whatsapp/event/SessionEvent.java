package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that happened to a session. The names in {@link #type()} are part of the HTTP surface.
 */
public sealed interface SessionEvent {

  /** The event's name without prefix, such as {@code message.received}. */
  String type();

  /** The chat that it is about: deliveries keep the order of events of one subject. */
  Optional<Jid> subject();

  /** The session's phase changed. */
  record PhaseChanged(String from, String to, Optional<String> reason) implements SessionEvent {
    @Override
    public String type() {
      return "session.phase";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.empty();
    }
  }

  /** A new QR text is to be shown. */
  record QrChanged(String text, Instant expiresAt) implements SessionEvent {
    @Override
    public String type() {
      return "session.qr";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "QrChanged[until " + expiresAt + "]";
    }
  }

  /** A pairing code is to be typed on the phone. */
  record PairingCodeIssued(String code, Instant expiresAt) implements SessionEvent {
    @Override
    public String type() {
      return "session.pairing-code";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "PairingCodeIssued[until " + expiresAt + "]";
    }
  }

  /** Logged in and able to send. */
  record Connected(Jid jid, Optional<Jid> lid) implements SessionEvent {
    @Override
    public String type() {
      return "session.connected";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.empty();
    }
  }

  /** The connection ended; whether it is tried again follows from the phase. */
  record Disconnected(String code, String reason) implements SessionEvent {
    @Override
    public String type() {
      return "session.disconnected";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.empty();
    }
  }

  /** Somebody sent a message to this account. */
  record MessageReceived(StoredMessage message) implements SessionEvent {
    @Override
    public String type() {
      return "message.received";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /** This account sent a message, through the API or from another of its devices. */
  record MessageSent(StoredMessage message) implements SessionEvent {
    @Override
    public String type() {
      return "message.sent";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /** An outgoing message moved on, or failed. */
  record MessageStatusChanged(
      String id, String stanzaId, Jid chat, MessageStatus status, Optional<MessageFailure> failure)
      implements SessionEvent {
    @Override
    public String type() {
      return "message.status";
    }

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
  record MessageEdited(StoredMessage message, MessageAdditions additions) implements SessionEvent {
    @Override
    public String type() {
      return "message.edited";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /** A message was deleted for everyone. */
  record MessageDeleted(StoredMessage message, MessageAdditions.Deletion deletion)
      implements SessionEvent {
    @Override
    public String type() {
      return "message.deleted";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /** Somebody reacted to a message, or took the reaction back. */
  record MessageReacted(StoredMessage message, MessageAdditions.Reaction reaction)
      implements SessionEvent {
    @Override
    public String type() {
      return "message.reaction";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /**
   * What this account wanted to do to a message was refused or could not be sent.
   *
   * @param change its kind, such as {@code reaction}
   */
  record MessageChangeFailed(StoredMessage message, String change, MessageFailure failure)
      implements SessionEvent {
    @Override
    public String type() {
      return "message.change-failed";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /** Somebody pinned a message at the top of its chat, or took it down. */
  record MessagePinned(StoredMessage message, MessageAdditions.Pin pin) implements SessionEvent {
    @Override
    public String type() {
      return "message.pinned";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /**
   * A file that the session fetches of its own accord is there, or cannot be had.
   *
   * @param file what was fetched; empty when there is a failure
   */
  record MediaReady(StoredMessage message, Optional<File> file, Optional<MessageFailure> failure)
      implements SessionEvent {

    /**
     * What was fetched and checked.
     *
     * @param size in bytes
     */
    public record File(String mimetype, long size) {}

    @Override
    public String type() {
      return "message.media-ready";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /** Somebody calls. */
  record CallOffered(Call call) implements SessionEvent {
    @Override
    public String type() {
      return "call.offered";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(call.chat());
    }
  }

  /** Another device of this account took a call. */
  record CallAccepted(Call call) implements SessionEvent {
    @Override
    public String type() {
      return "call.accepted";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(call.chat());
    }
  }

  /** A call was refused, by whichever device. */
  record CallRejected(Call call) implements SessionEvent {
    @Override
    public String type() {
      return "call.rejected";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(call.chat());
    }
  }

  /** A call is over: it was missed, or ended after it was taken. */
  record CallEnded(Call call) implements SessionEvent {
    @Override
    public String type() {
      return "call.ended";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(call.chat());
    }
  }

  /** Somebody became a contact, or one changed: a name, about, picture, blocked. */
  record ContactUpdated(Contact contact) implements SessionEvent {
    @Override
    public String type() {
      return "contact.updated";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(contact.id());
    }
  }

  /** A chat is kept in another way: archived, pinned, muted, marked, cleared, deleted. */
  record ChatUpdated(Chat chat) implements SessionEvent {
    @Override
    public String type() {
      return "chat.updated";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(chat.id());
    }
  }

  /** This account starred a message, or took the star back. */
  record MessageStarred(StoredMessage message, boolean starred) implements SessionEvent {
    @Override
    public String type() {
      return "message.starred";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /** A label was made, changed or deleted. */
  record LabelUpdated(Label label, boolean deleted) implements SessionEvent {
    @Override
    public String type() {
      return "label.updated";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.empty();
    }
  }

  /**
   * This account put labels on a message, or took them off.
   *
   * @param labels all that it has now, by their ids
   */
  record MessageLabelled(StoredMessage message, Set<String> labels) implements SessionEvent {
    public MessageLabelled {
      labels = Set.copyOf(labels);
    }

    @Override
    public String type() {
      return "message.labels";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /**
   * What the phone and this session keep in common cannot be read, or can be read again.
   *
   * @param collection the part that is meant, by WhatsApp's name
   * @param reason in kebab case; empty when it can be read again
   */
  record AppStateRead(String collection, Optional<String> reason) implements SessionEvent {
    @Override
    public String type() {
      return "session.app-state";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.empty();
    }
  }

  /** Somebody who is watched showed himself in another way. */
  record PresenceUpdated(Jid chat, Jid id, Presence presence) implements SessionEvent {
    @Override
    public String type() {
      return "presence.updated";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(chat);
    }
  }

  /** Somebody voted in a poll, or took the vote back. */
  record PollVoted(StoredMessage message, MessageAdditions.Vote vote) implements SessionEvent {
    @Override
    public String type() {
      return "message.vote";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(message.chat());
    }
  }

  /**
   * A group was made, or this account came into one.
   *
   * @param by who did it, when that is told
   */
  record GroupCreated(Group group, Optional<Jid> by) implements SessionEvent {
    @Override
    public String type() {
      return "group.created";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(group.id());
    }
  }

  /**
   * A group is called otherwise, or other things are allowed in it.
   *
   * @param change what was changed, such as {@code subject}
   * @param value what it is now
   * @param group as it is now, as far as it is known
   */
  record GroupUpdated(
      Jid id, String change, Optional<String> value, Optional<Jid> by, Optional<Group> group)
      implements SessionEvent {
    @Override
    public String type() {
      return "group.updated";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(id);
    }

    @Override
    public String toString() {
      return "GroupUpdated[" + id + " " + change + "]";
    }
  }

  /**
   * Who is in a group, or what they may do, is changed.
   *
   * @param action {@code added}, {@code removed}, {@code promoted} or {@code demoted}
   * @param by who did it; who is removed by himself has left
   * @param reason such as {@code invite}
   */
  record GroupParticipantsChanged(
      Jid id,
      String action,
      List<GroupParticipant> participants,
      Optional<Jid> by,
      Optional<String> reason)
      implements SessionEvent {
    public GroupParticipantsChanged {
      participants = List.copyOf(participants);
    }

    @Override
    public String type() {
      return "group.participants";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(id);
    }
  }

  /**
   * Somebody asks to be let into a group, or does not any more.
   *
   * @param action {@code created} or {@code revoked}
   * @param method how they asked, such as {@code invite_link}
   */
  record GroupJoinRequested(
      Jid id,
      String action,
      List<GroupParticipant> participants,
      Optional<Jid> by,
      Optional<String> method)
      implements SessionEvent {
    public GroupJoinRequested {
      participants = List.copyOf(participants);
    }

    @Override
    public String type() {
      return "group.join-request";
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(id);
    }
  }

  /**
   * A part of the phone's history is stored, or could not be.
   *
   * @param kind what it is for, such as {@code recent}
   * @param chunk its number among those of its kind
   * @param progress how much of its kind has been told then, in percent, as the phone says
   * @param messages that were stored
   * @param known messages that were there before
   * @param chats that were not there before
   * @param contacts that got a name
   * @param leftOut what nobody sees, such as notices of the phone's
   * @param unreadable what was no message at all; it is kept as it came
   * @param chat whose older messages were asked for
   * @param requestId what it answers
   * @param failure why it could not be stored whole
   */
  record HistoryProgressed(
      String kind,
      int chunk,
      int progress,
      long messages,
      long known,
      long chats,
      long contacts,
      long leftOut,
      long unreadable,
      Optional<Jid> chat,
      Optional<String> requestId,
      Optional<String> failure)
      implements SessionEvent {
    @Override
    public String type() {
      return "history.progress";
    }

    @Override
    public Optional<Jid> subject() {
      return chat;
    }
  }
}
