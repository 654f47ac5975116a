package dev.kubezap.pod.api;

import dev.kubezap.pod.store.ChatQuery;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.MessageTimes;
import dev.kubezap.pod.store.QueueQueries.Queued;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Stored messages and chats, newest first. Every method may wait for the database and throws {@link
 * dev.kubezap.whatsapp.store.StoreUnavailableException} when it does not answer.
 */
public interface Archive {

  /** The message with this id of ours. */
  Optional<StoredMessage> message(String id);

  /** When a message got how far. */
  MessageTimes times(String id);

  /** What was done to these messages, by their ids; those to which nothing was are absent. */
  Map<String, MessageAdditions> additions(Collection<String> ids);

  /** Who of a group has this message of ours. */
  MessageReceipts receipts(String id);

  /**
   * Messages that a query lets through.
   *
   * @throws dev.kubezap.pod.store.BadCursorException when the cursor is not one of this list
   */
  Slice<StoredMessage> messages(MessageQuery query, PageRequest page);

  /** The oldest message of a chat that somebody wrote; empty when none is stored. */
  Optional<StoredMessage> oldest(Jid chat);

  /** How many messages a query lets through. */
  long count(MessageQuery query);

  /**
   * Chats by their newest message.
   *
   * @throws dev.kubezap.pod.store.BadCursorException when the cursor is not one of this list
   */
  Slice<Chat> chats(ChatQuery query, PageRequest page);

  /** How many chats a query lets through. */
  long count(ChatQuery query);

  /** The newest message of each of these chats; absent where none is stored, or only a long one. */
  Map<Jid, StoredMessage> lastMessages(Collection<Jid> chats);

  /** What is stored of these groups; absent where nothing is. */
  Map<Jid, Group> groups(Collection<Jid> ids);

  /**
   * What waits to be sent, in the order of acceptance.
   *
   * @throws dev.kubezap.pod.store.BadCursorException when the cursor is not one of this list
   */
  Slice<Queued> queue(PageRequest page);

  /** The chat with this id, in either form. */
  Optional<Chat> chat(Jid id);

  /** When something came or went in each of these chats last; absent where nothing did. */
  Map<Jid, Instant> lastMessageTimes(Collection<Jid> ids);
}
