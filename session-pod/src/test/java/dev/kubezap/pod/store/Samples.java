package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Sendable;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Messages and what belongs to them, told apart by a number. */
public final class Samples {
  static final Jid ALICE = Jid.phoneNumber("4915100000001");

  private Samples() {}

  public static StoredMessage text(int number, Jid chat, String text) {
    return message(number, chat, said(text), MessageStatus.RECEIVED, time(number));
  }

  /** The same with what its caller gave it. */
  static StoredMessage with(StoredMessage message, Map<String, String> metadata) {
    return new StoredMessage(
        message.id(),
        message.stanzaId(),
        message.chat(),
        message.chatLid(),
        message.sender(),
        message.senderDevice(),
        message.fromMe(),
        message.pushName(),
        message.timestamp(),
        message.content(),
        message.encoded(),
        message.status(),
        message.failure(),
        metadata);
  }

  private static StoredMessage message(
      int number, Jid chat, Content content, MessageStatus status, Instant time) {
    return new StoredMessage(
        id(number),
        "STANZA" + number,
        chat,
        Optional.empty(),
        chat,
        0,
        false,
        Optional.empty(),
        time,
        content,
        encoded(content),
        status,
        Optional.empty(),
        Map.of());
  }

  /** What is stored is the protobuf; what a message says is read from it. */
  private static ByteString encoded(Content content) {
    return content instanceof Sendable sendable
        ? sendable.encode().toByteString()
        : ByteString.EMPTY;
  }

  private static Content said(String text) {
    return TextContent.of(text);
  }

  private static Instant time(int number) {
    return Instant.ofEpochSecond(1_700_000_000L + number);
  }

  static StoredMessage queued(int number) {
    return text(number, ALICE, "out").withStatus(MessageStatus.QUEUED, Optional.empty());
  }

  public static StoredMessage withContent(int number, Content content, MessageStatus status) {
    return message(number, ALICE, content, status, time(number));
  }

  static StoredMessage withTime(int number, Instant time) {
    return message(number, ALICE, said(""), MessageStatus.RECEIVED, time);
  }

  static OutgoingMessage outgoing(int number, Set<Jid> devices) {
    return new OutgoingMessage(
        id(number),
        "STANZA" + number,
        ALICE,
        ByteString.copyFromUtf8("message " + number),
        time(number),
        devices,
        Set.of());
  }

  static PreparedStanza prepared(long order, int number, int size) {
    return new PreparedStanza(
        order, id(number), "STANZA" + number, ByteString.copyFrom(new byte[size]), "2:abc");
  }

  public static String id(int number) {
    return new UUID(0x0190_0000_0000_7000L + ((long) number << 16), 0x8000_0000_0000_0000L + number)
        .toString();
  }
}
