package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.Presence;
import java.util.Optional;

/**
 * What changed of what the account keeps in common with its phone: contacts, chats, labels,
 * presence, app state and history.
 */
public sealed interface AccountEvent extends SessionEvent {

  /** Somebody became a contact, or one changed: a name, about, picture, blocked. */
  record ContactUpdated(Contact contact) implements AccountEvent {
    @Override
    public Optional<Jid> subject() {
      return Optional.of(contact.id());
    }
  }

  /** A chat is kept in another way: archived, pinned, muted, marked, cleared, deleted. */
  record ChatUpdated(Chat chat) implements AccountEvent {
    @Override
    public Optional<Jid> subject() {
      return Optional.of(chat.id());
    }
  }

  /** A label was made, changed or deleted. */
  record LabelUpdated(Label label, boolean deleted) implements AccountEvent {}

  /** Somebody who is watched showed himself in another way. */
  record PresenceUpdated(Jid chat, Jid id, Presence presence) implements AccountEvent {
    @Override
    public Optional<Jid> subject() {
      return Optional.of(chat);
    }
  }

  /**
   * What the phone and this session keep in common cannot be read, or can be read again.
   *
   * @param collection the part that is meant, by WhatsApp's name
   * @param reason in kebab case; empty when it can be read again
   */
  record AppStateRead(String collection, Optional<String> reason) implements AccountEvent {}

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
      implements AccountEvent {
    @Override
    public Optional<Jid> subject() {
      return chat;
    }
  }
}
