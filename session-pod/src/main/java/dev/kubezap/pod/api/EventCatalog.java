package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The events that a session raises. */
public final class EventCatalog {
  /** What each event says, by its name, in the order of the catalogue. */
  static final Map<String, String> EVENTS = events();

  private EventCatalog() {}

  /** The names, such as {@code message.received}. */
  public static Set<String> names() {
    return EVENTS.keySet();
  }

  /** The catalogue's document. */
  static ObjectNode document() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var items = json.putArray("items");
    EVENTS.forEach(
        (name, description) ->
            items
                .addObject()
                .put("event", name)
                .put("type", "dev.kubezap." + name)
                .put("description", description));
    return json;
  }

  private static Map<String, String> events() {
    Map<String, String> events = new LinkedHashMap<>();
    events.put("session.phase", "The session's phase changed.");
    events.put("session.qr", "A new QR text is to be shown.");
    events.put("session.pairing-code", "A pairing code is to be typed on the phone.");
    events.put("session.connected", "Logged in and able to send.");
    events.put("session.disconnected", "The connection ended.");
    events.put("message.received", "Somebody sent a message to this account.");
    events.put("message.sent", "This account sent a message, from whichever device.");
    events.put("message.status", "A message that was sent moved on, or failed.");
    events.put("message.edited", "The sender of a message changed what it says.");
    events.put("message.deleted", "A message was deleted for everyone.");
    events.put("message.reaction", "Somebody reacted to a message, or took the reaction back.");
    events.put(
        "message.pinned", "Somebody pinned a message at the top of its chat, or took it down.");
    events.put("message.vote", "Somebody voted in a poll, or took the vote back.");
    events.put(
        "message.media-ready",
        "A file that the session fetches of its own accord is there, or cannot be had.");
    events.put(
        "message.change-failed",
        "A reaction, edit, vote or deletion of this account was refused or could not be sent.");
    events.put("group.created", "A group was made, or this account came into one.");
    events.put("group.updated", "A group is called otherwise, or other things are allowed in it.");
    events.put("group.participants", "Who is in a group, or what they may do, is changed.");
    events.put("group.join-request", "Somebody asks to be let into a group, or does not any more.");
    events.put("call.offered", "Somebody calls.");
    events.put("call.accepted", "Another device of this account took a call.");
    events.put("call.rejected", "A call was refused, by whichever device.");
    events.put("call.ended", "A call is over: missed, or ended after it was taken.");
    events.put(
        "contact.updated",
        "Somebody became a contact, or a name, about, picture or block of one changed.");
    events.put(
        "chat.updated",
        "A chat was archived, pinned, muted, labelled, marked as read or unread, cleared or deleted, here or on the phone.");
    events.put(
        "message.starred",
        "This account starred a message, or took the star back, here or on the phone.");
    events.put(
        "message.labels",
        "This account put a label on a message, or took one off, here or on the phone.");
    events.put("label.updated", "A label was made, changed or deleted, here or on the phone.");
    events.put(
        "session.app-state",
        "A part of what the phone and its companions keep in common cannot be read, or can be read again.");
    events.put(
        "presence.updated", "A contact whose presence is watched showed himself in another way.");
    events.put(
        "history.progress",
        "A part of the phone's history from before it was linked is stored, or could not be.");
    return Collections.unmodifiableMap(events);
  }
}
