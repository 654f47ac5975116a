package dev.kubezap.whatsapp.content;

/**
 * Content that changes another message instead of standing in the chat: an edit, a deletion, a
 * reaction. It raises no unread count and is no message of its own.
 */
public interface Addition extends Content {

  /** The message that it changes, as the sender of the addition names it. */
  MessageReference target();
}
