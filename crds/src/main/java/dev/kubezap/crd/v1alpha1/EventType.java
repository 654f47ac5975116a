package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The catalogue of events that a webhook can ask for. */
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
  /** A poll got a vote. */
  @JsonProperty("message.vote")
  MESSAGE_VOTE("message.vote"),
  /** The media of a message can be downloaded. */
  @JsonProperty("message.media-ready")
  MESSAGE_MEDIA_READY("message.media-ready"),
  /** A chat changed: archived, pinned, muted, read. */
  @JsonProperty("chat.updated")
  CHAT_UPDATED("chat.updated"),
  /** A contact changed. */
  @JsonProperty("contact.updated")
  CONTACT_UPDATED("contact.updated"),
  /** A group came into being. */
  @JsonProperty("group.created")
  GROUP_CREATED("group.created"),
  /** A group's subject, description or settings changed. */
  @JsonProperty("group.updated")
  GROUP_UPDATED("group.updated"),
  /** Participants of a group changed. */
  @JsonProperty("group.participants")
  GROUP_PARTICIPANTS("group.participants"),
  /** Somebody asks to join a group. */
  @JsonProperty("group.join-request")
  GROUP_JOIN_REQUEST("group.join-request"),
  /** A contact came online, went offline or is typing. */
  @JsonProperty("presence.updated")
  PRESENCE_UPDATED("presence.updated"),
  /** A call rings. */
  @JsonProperty("call.offered")
  CALL_OFFERED("call.offered"),
  /** A call ended. */
  @JsonProperty("call.ended")
  CALL_ENDED("call.ended"),
  /** A part of the history was imported. */
  @JsonProperty("history.progress")
  HISTORY_PROGRESS("history.progress"),
  /** A label changed. */
  @JsonProperty("label.updated")
  LABEL_UPDATED("label.updated");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** The type as it is written in resources and events, such as {@code message.received}. */
  public String text() {
    return text;
  }
}
