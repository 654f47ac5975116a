package dev.kubezap.whatsapp.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one list of all events, in the order in which they are shown: the catalogue, AsyncAPI, the
 * OpenAPI document and what webhooks may ask for are made of it or compared with it by tests.
 */
public enum EventKind {
  SESSION_PHASE(
      ConnectionEvent.PhaseChanged.class, "session.phase", 1, "The session's phase changed."),
  SESSION_QR(ConnectionEvent.QrChanged.class, "session.qr", 1, "A new QR text is to be shown."),
  SESSION_PAIRING_CODE(
      ConnectionEvent.PairingCodeIssued.class,
      "session.pairing-code",
      1,
      "A pairing code is to be typed on the phone."),
  SESSION_CONNECTED(
      ConnectionEvent.Connected.class, "session.connected", 1, "Logged in and able to send."),
  SESSION_DISCONNECTED(
      ConnectionEvent.Disconnected.class, "session.disconnected", 1, "The connection ended."),
  MESSAGE_RECEIVED(
      MessageEvent.Received.class,
      "message.received",
      1,
      "Somebody sent a message to this account."),
  MESSAGE_SENT(
      MessageEvent.Sent.class,
      "message.sent",
      1,
      "This account sent a message, from whichever device."),
  MESSAGE_STATUS(
      MessageEvent.StatusChanged.class,
      "message.status",
      1,
      "A message that was sent moved on, or failed."),
  MESSAGE_EDITED(
      MessageEvent.Edited.class,
      "message.edited",
      1,
      "The sender of a message changed what it says."),
  MESSAGE_DELETED(
      MessageEvent.Deleted.class, "message.deleted", 1, "A message was deleted for everyone."),
  MESSAGE_REACTION(
      MessageEvent.Reacted.class,
      "message.reaction",
      1,
      "Somebody reacted to a message, or took the reaction back."),
  MESSAGE_PINNED(
      MessageEvent.Pinned.class,
      "message.pinned",
      1,
      "Somebody pinned a message at the top of its chat, or took it down."),
  MESSAGE_VOTE(
      MessageEvent.Voted.class,
      "message.vote",
      1,
      "Somebody voted in a poll, or took the vote back."),
  MESSAGE_MEDIA_READY(
      MessageEvent.MediaReady.class,
      "message.media-ready",
      1,
      "A file that the session fetches of its own accord is there, or cannot be had."),
  MESSAGE_CHANGE_FAILED(
      MessageEvent.ChangeFailed.class,
      "message.change-failed",
      1,
      "A reaction, edit, vote or deletion of this account was refused or could not be sent."),
  GROUP_CREATED(
      GroupEvent.Created.class,
      "group.created",
      1,
      "A group was made, or this account came into one."),
  GROUP_UPDATED(
      GroupEvent.Updated.class,
      "group.updated",
      1,
      "A group is called otherwise, or other things are allowed in it."),
  GROUP_PARTICIPANTS(
      GroupEvent.ParticipantsChanged.class,
      "group.participants",
      1,
      "Who is in a group, or what they may do, is changed."),
  GROUP_JOIN_REQUEST(
      GroupEvent.JoinRequested.class,
      "group.join-request",
      1,
      "Somebody asks to be let into a group, or does not any more."),
  GROUP_CHANGE_FAILED(
      GroupEvent.ChangeFailed.class,
      "group.change-failed",
      1,
      "A change of a group that this account was to make was accepted, and is not done."),
  CALL_OFFERED(CallEvent.Offered.class, "call.offered", 1, "Somebody calls."),
  CALL_ACCEPTED(
      CallEvent.Accepted.class, "call.accepted", 1, "Another device of this account took a call."),
  CALL_REJECTED(
      CallEvent.Rejected.class, "call.rejected", 1, "A call was refused, by whichever device."),
  CALL_ENDED(
      CallEvent.Ended.class,
      "call.ended",
      1,
      "A call is over: missed, or ended after it was taken."),
  CONTACT_UPDATED(
      AccountEvent.ContactUpdated.class,
      "contact.updated",
      1,
      "Somebody became a contact, or a name, about, picture or block of one changed."),
  CHAT_UPDATED(
      AccountEvent.ChatUpdated.class,
      "chat.updated",
      1,
      "A chat was archived, pinned, muted, labelled, marked as read or unread, cleared or deleted, here or on the phone."),
  MESSAGE_STARRED(
      MessageEvent.Starred.class,
      "message.starred",
      1,
      "This account starred a message, or took the star back, here or on the phone."),
  MESSAGE_LABELS(
      MessageEvent.Labelled.class,
      "message.labels",
      1,
      "This account put a label on a message, or took one off, here or on the phone."),
  LABEL_UPDATED(
      AccountEvent.LabelUpdated.class,
      "label.updated",
      1,
      "A label was made, changed or deleted, here or on the phone."),
  SESSION_APP_STATE(
      AccountEvent.AppStateRead.class,
      "session.app-state",
      1,
      "A part of what the phone and its companions keep in common cannot be read, or can be read again."),
  PRESENCE_UPDATED(
      AccountEvent.PresenceUpdated.class,
      "presence.updated",
      1,
      "A contact whose presence is watched showed himself in another way."),
  HISTORY_PROGRESS(
      AccountEvent.HistoryProgressed.class,
      "history.progress",
      1,
      "A part of the phone's history from before it was linked is stored, or could not be."),
  WEBHOOK_FAILED(
      ConnectionEvent.WebhookFailed.class,
      "webhook.failed",
      1,
      "Events were not delivered to a webhook and are not tried any more; its dead letters have them.");

  private static final Map<Class<?>, EventKind> BY_EVENT =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EventKind::event, Function.identity()));

  private static final Map<String, EventKind> BY_TEXT =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EventKind::text, Function.identity()));

  private final Class<? extends SessionEvent> event;
  private final String text;
  private final int version;
  private final String description;

  EventKind(Class<? extends SessionEvent> event, String text, int version, String description) {
    this.event = event;
    this.text = text;
    this.version = version;
    this.description = description;
  }

  /**
   * The kind of an event.
   *
   * @throws IllegalArgumentException when the class is missing in this list
   */
  static EventKind of(Class<? extends SessionEvent> event) {
    EventKind kind = BY_EVENT.get(event);
    if (kind == null) {
      throw new IllegalArgumentException(event.getName() + " is missing in the list of events");
    }
    return kind;
  }

  /** The kind of that name; empty when there is none. */
  public static Optional<EventKind> named(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  /** The class of such an event. */
  public Class<? extends SessionEvent> event() {
    return event;
  }

  /** The name without prefix, part of the HTTP surface, such as {@code message.received}. */
  public String text() {
    return text;
  }

  /**
   * The version of the event's document, from 1. It grows when a member goes or changes its
   * meaning, never when one is added. Events that are stored keep the form in which they were
   * written: whoever lets a version grow stores it with each event from then on.
   */
  public int version() {
    return version;
  }

  /** Names the form of the event's document: another one when the version grows. */
  public String schema() {
    return "urn:kubezap:event:" + text + ":" + version;
  }

  /** What happened, in one sentence. */
  public String description() {
    return description;
  }
}
