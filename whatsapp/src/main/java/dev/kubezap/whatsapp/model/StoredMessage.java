package dev.kubezap.whatsapp.model;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message of a chat, as it is stored.
 *
 * @param id ours: time-ordered (UUID version 7), unique in the session
 * @param stanzaId WhatsApp's, chosen by the sender and so unique only together with chat and sender
 * @param chat the chat without device; the phone number's jid when it is known, else the LID
 * @param chatLid the other form of a direct chat, when {@code chat} is a phone number and its LID
 *     is known
 * @param sender who sent it, without device, in the same form as {@code chat}
 * @param senderDevice the sending device's number, 0 for the phone
 * @param fromMe whether this account sent it, from whichever device
 * @param pushName the sender's name as it gave it
 * @param timestamp the sender's time as the server reported it; for our own, when it was accepted;
 *     whole seconds
 * @param content what it says, read from {@code encoded}
 * @param encoded the decrypted {@code Message} protobuf, which is what is stored; empty when
 *     unreadable; encrypted at rest
 * @param status where it stands
 * @param failure why it failed, only in status {@link MessageStatus#FAILED}
 * @param metadata the caller's own, returned unchanged
 */
public record StoredMessage(
    String id,
    String stanzaId,
    Jid chat,
    Optional<Jid> chatLid,
    Jid sender,
    int senderDevice,
    boolean fromMe,
    Optional<String> pushName,
    Instant timestamp,
    Content content,
    ByteString encoded,
    MessageStatus status,
    Optional<MessageFailure> failure,
    Map<String, String> metadata) {

  public StoredMessage {
    metadata = Map.copyOf(metadata);
  }

  /**
   * The name of its kind; what is no message of its own, such as a command that fills the place of
   * one that could not be read, is {@code system}.
   */
  public String type() {
    return content instanceof Shown ? content.type() : "system";
  }

  /** The same message in another status. */
  public StoredMessage withStatus(MessageStatus next, Optional<MessageFailure> why) {
    return new StoredMessage(
        id,
        stanzaId,
        chat,
        chatLid,
        sender,
        senderDevice,
        fromMe,
        pushName,
        timestamp,
        content,
        encoded,
        next,
        why,
        metadata);
  }

  /** Whether only its name is left. */
  public boolean isPurged() {
    return content instanceof UnreadableContent unreadable && unreadable.isPurged();
  }

  /**
   * What is left when its content is erased: enough to know it again when it comes once more. One
   * that could not be read is not waited for any longer.
   */
  public StoredMessage purged() {
    return new StoredMessage(
        id,
        stanzaId,
        chat,
        chatLid,
        sender,
        senderDevice,
        fromMe,
        Optional.empty(),
        timestamp,
        UnreadableContent.PURGED,
        ByteString.EMPTY,
        status == MessageStatus.UNDECRYPTED ? MessageStatus.RECEIVED : status,
        Optional.empty(),
        Map.of());
  }

  /** The same message, sent by another device. */
  public StoredMessage sentBy(Jid account, int device) {
    return new StoredMessage(
        id, stanzaId, chat, chatLid, account, device, fromMe, pushName, timestamp, content, encoded,
        status, failure, metadata);
  }

  /** The same message in another chat, when two chats turned out to be one. */
  public StoredMessage inChat(Jid other) {
    return new StoredMessage(
        id,
        stanzaId,
        other,
        chatLid,
        sender,
        senderDevice,
        fromMe,
        pushName,
        timestamp,
        content,
        encoded,
        status,
        failure,
        metadata);
  }

  /** Leaves out what the message says and how it is encoded. */
  @Override
  public String toString() {
    return "StoredMessage[" + id + " " + stanzaId + " " + status + "]";
  }
}
