package dev.kubezap.whatsapp.conformance;

import java.util.Optional;

/** What this client and its peers can do with each other, in the order of the table. */
public enum Capability {
  TEXT("text"),
  REPLY("reply"),
  MENTION("mention"),
  LOCATION("location"),
  LIVE_LOCATION("live location", "live-locations"),
  CONTACT_CARD("contact card"),
  POLL("poll"),
  VOTE("vote in a poll"),
  EVENT("event"),
  REACTION("reaction"),
  EDIT("edit"),
  DELETE("delete for everyone"),
  PIN("pin"),
  IMAGE("image"),
  VIDEO("video"),
  GIF("gif"),
  VIDEO_NOTE("video note"),
  VOICE("voice note"),
  AUDIO("audio"),
  DOCUMENT("document"),
  STICKER("sticker"),
  VIEW_ONCE("view once"),
  LISTS_AND_BUTTONS("list, buttons", "lists-and-buttons"),
  DELIVERED("receipt: delivered"),
  READ("receipt: read"),
  PLAYED("receipt: played"),
  RETRY("message asked for again"),
  OFFLINE("messages of while it was away"),
  PRIVACY_TOKEN("privacy token"),
  GROUP_TEXT("group: text"),
  GROUP_REACTION("group: reaction"),
  GROUP_KEY_RENEWED("group: who left reads nothing more"),
  GROUP_RECEIPTS("group: receipts"),
  GROUP_MADE("group: made"),
  GROUP_CHANGED("group: subject, description, settings"),
  GROUP_PARTICIPANTS("group: participants, administrators"),
  GROUP_INVITE("group: joined by a link"),
  GROUP_PICTURE("group: picture"),
  COMMUNITY("community: made, its groups, ended"),
  STATUS("status feed"),
  CHANNEL_FOUND("channel: found, followed"),
  CHANNEL_READ("channel: what it publishes"),
  CHANNEL_PUBLISHED("channel: published in"),
  CHANNEL_FILE("channel: file"),
  CHANNEL_REACTION("channel: reaction"),
  CHANNEL_CHANGED("channel: edit, deletion"),
  CHANNEL_MADE("channel: made, changed, deleted"),
  BUSINESS("business: what it says of itself"),
  NUMBER_CHECK("number: is it on WhatsApp"),
  ABOUT("about"),
  PICTURE("picture"),
  BLOCK("blocked, unblocked"),
  NAME("name that is shown"),
  CHAT_KEPT("app state: chat archived, pinned, muted, marked"),
  CHAT_CLEARED("app state: chat cleared"),
  CHAT_DELETED("app state: chat deleted"),
  CONTACT_NAMED("app state: name of a contact"),
  STARRED("app state: star"),
  DELETED_FOR_ME("app state: message deleted for oneself"),
  LABELS("app state: labels, on chats and messages"),
  PRIVACY("privacy settings"),
  AVAILABLE("presence"),
  TYPING("typing, recording"),
  CALL_OFFERED("call that rings", "calls"),
  CALL_REJECTED("call that is refused"),
  CALL_TAKEN("call that is taken elsewhere", "calls");

  private final String words;
  private final Optional<String> limit;

  Capability(String words) {
    this.words = words;
    limit = Optional.empty();
  }

  /**
   * @param limit the heading in docs/limits.md that says what of it is refused
   */
  Capability(String words, String limit) {
    this.words = words;
    this.limit = Optional.of(limit);
  }

  /** What it is called in the table. */
  String words() {
    return words;
  }

  /** The heading in docs/limits.md that says what of it is refused, if anything is. */
  Optional<String> limit() {
    return limit;
  }
}
