package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The events that sessions raise, for which a webhook can ask. */
public enum EventType {
  /** The session changed its phase. */
  @JsonProperty("session.phase")
  SESSION_PHASE("session.phase"),
  /** A new QR code to scan. */
  @JsonProperty("session.qr")
  SESSION_QR("session.qr"),
  /** A new pairing code to enter on the phone. */
  @JsonProperty("session.pairing-code")
  SESSION_PAIRING_CODE("session.pairing-code"),
  /** The session connected. */
  @JsonProperty("session.connected")
  SESSION_CONNECTED("session.connected"),
  /** The session lost its connection. */
  @JsonProperty("session.disconnected")
  SESSION_DISCONNECTED("session.disconnected"),
  /** A message came in. */
  @JsonProperty("message.received")
  MESSAGE_RECEIVED("message.received"),
  /** A message went out, from here or from another device of the account. */
  @JsonProperty("message.sent")
  MESSAGE_SENT("message.sent"),
  /** A message was accepted, delivered, read or played, or failed. */
  @JsonProperty("message.status")
  MESSAGE_STATUS("message.status"),
  /** A message was edited. */
  @JsonProperty("message.edited")
  MESSAGE_EDITED("message.edited"),
  /** A message was deleted for everyone. */
  @JsonProperty("message.deleted")
  MESSAGE_DELETED("message.deleted"),
  /** A reaction was added or removed. */
  @JsonProperty("message.reaction")
  MESSAGE_REACTION("message.reaction"),
  /** A message was pinned at the top of its chat, or taken down. */
  @JsonProperty("message.pinned")
  MESSAGE_PINNED("message.pinned"),
  @JsonProperty("message.vote")
  MESSAGE_VOTE("message.vote"),
  @JsonProperty("message.change-failed")
  MESSAGE_CHANGE_FAILED("message.change-failed"),
  /** A group was made, or the account came into one. */
  @JsonProperty("group.created")
  GROUP_CREATED("group.created"),
  /** A group is called otherwise, or other things are allowed in it. */
  @JsonProperty("group.updated")
  GROUP_UPDATED("group.updated"),
  /** Who is in a group, or what they may do, is changed. */
  @JsonProperty("group.participants")
  GROUP_PARTICIPANTS("group.participants"),
  /** Somebody asks to be let into a group. */
  @JsonProperty("group.join-request")
  GROUP_JOIN_REQUEST("group.join-request"),
  @JsonProperty("group.change-failed")
  GROUP_CHANGE_FAILED("group.change-failed"),
  /** Somebody calls. */
  @JsonProperty("call.offered")
  CALL_OFFERED("call.offered"),
  /** Another device of the account took a call. */
  @JsonProperty("call.accepted")
  CALL_ACCEPTED("call.accepted"),
  /** A call was refused. */
  @JsonProperty("call.rejected")
  CALL_REJECTED("call.rejected"),
  /** A call is over. */
  @JsonProperty("call.ended")
  CALL_ENDED("call.ended"),
  /** Somebody became a contact, or one changed. */
  @JsonProperty("contact.updated")
  CONTACT_UPDATED("contact.updated"),
  /** A chat is kept in another way: archived, pinned, muted, labelled, marked, cleared, deleted. */
  @JsonProperty("chat.updated")
  CHAT_UPDATED("chat.updated"),
  /** This account starred a message, or took the star back. */
  @JsonProperty("message.starred")
  MESSAGE_STARRED("message.starred"),
  /** A file that is fetched as it comes is there, or cannot be had. */
  @JsonProperty("message.media-ready")
  MESSAGE_MEDIA_READY("message.media-ready"),
  /** This account put a label on a message, or took one off. */
  @JsonProperty("message.labels")
  MESSAGE_LABELS("message.labels"),
  /** A label was made, changed or deleted. */
  @JsonProperty("label.updated")
  LABEL_UPDATED("label.updated"),
  /** A part of app state cannot be read, or can be read again. */
  @JsonProperty("session.app-state")
  SESSION_APP_STATE("session.app-state"),
  /** A contact whose presence is watched showed himself in another way. */
  @JsonProperty("presence.updated")
  PRESENCE_UPDATED("presence.updated"),
  /** A part of the phone's history is stored, or could not be. */
  @JsonProperty("history.progress")
  HISTORY_PROGRESS("history.progress"),
  /** Events were not delivered to a webhook and are not tried any more. */
  @JsonProperty("webhook.failed")
  WEBHOOK_FAILED("webhook.failed");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** The type as it is written in resources and events, such as {@code message.received}. */
  public String text() {
    return text;
  }
}
