package dev.kubezap.whatsapp.content;

/** Content that stands in a chat as a message of its own, and counts as unread. */
public interface Shown extends Content {

  /** What it has in common with every kind: the quoted message, mentions, forwarding, expiry. */
  MessageContext context();
}
