package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.ToldByPhone.protocol;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestResponseMessage;
import dev.kubezap.whatsapp.proto.PeerDataOperationResult;
import dev.kubezap.whatsapp.proto.PlaceholderMessageResendResponse;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device of ours that lacks messages, and what its phone can say of them. */
final class MissingMessages {
  final ToldByPhone device = new ToldByPhone();
  final MemoryStore store = device.store;

  static Message answer(int type, PeerDataOperationResult... results) {
    return protocol(
        ProtocolMessage.newBuilder()
            .setType(17)
            .setPeerDataOperationRequestResponseMessage(
                PeerDataOperationRequestResponseMessage.newBuilder()
                    .setPeerDataOperationRequestType(type)
                    .addAllPeerDataOperationResult(List.of(results))));
  }

  static PeerDataOperationResult result(ByteString bytes) {
    return PeerDataOperationResult.newBuilder()
        .setPlaceholderMessageResendResponse(
            PlaceholderMessageResendResponse.newBuilder().setWebMessageInfoBytes(bytes))
        .build();
  }

  static PeerDataOperationResult result(Jid chat, boolean fromMe, String id, Message said) {
    return result(
        WebMessageInfo.newBuilder()
            .setKey(
                MessageKey.newBuilder().setRemoteJid(chat.toString()).setFromMe(fromMe).setId(id))
            .setMessage(said)
            .build()
            .toByteString());
  }

  static StoredMessage placeholder(String id, boolean fromMe) {
    return new StoredMessage(
        id,
        "3EB0" + id,
        BOB,
        Optional.of(BOB_LID),
        fromMe ? OWN : BOB,
        0,
        fromMe,
        Optional.of("Bobby"),
        NOW.minusSeconds(60),
        new UnreadableContent("bad-mac"),
        ByteString.EMPTY,
        MessageStatus.UNDECRYPTED,
        Optional.empty(),
        Map.of());
  }

  static MissingKey key(String id) {
    return MissingKey.of(BOB, "3EB0" + id);
  }

  void missing(String id, boolean fromMe) {
    missing(id, fromMe, BOB);
  }

  void missing(String id, boolean fromMe, Jid peer) {
    missing(id, fromMe, peer, key(id));
  }

  void missing(String id, boolean fromMe, Jid peer, MissingKey key) {
    store(
        store,
        new Change.PutMessage(placeholder(id, fromMe)),
        new Change.Put<>(
            key,
            new Missing(
                Optional.of(id),
                "3EB0" + id,
                BOB.toString(),
                Optional.empty(),
                Optional.empty(),
                peer,
                fromMe,
                NOW.minusSeconds(60),
                7,
                ByteString.EMPTY,
                5,
                1,
                NOW)));
  }

  static StoredMessage filled(String id, boolean fromMe) {
    StoredMessage p = placeholder(id, fromMe);
    return new StoredMessage(
        id,
        p.stanzaId(),
        p.chat(),
        p.chatLid(),
        p.sender(),
        0,
        fromMe,
        p.pushName(),
        p.timestamp(),
        TextContent.of("hello"),
        HELLO.toByteString(),
        fromMe ? MessageStatus.SENT : MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  static List<Change> shown(Outcome outcome) {
    return outcome.changes().stream()
        .filter(
            change ->
                change instanceof Change.PutMessage
                    || change instanceof Change.PutChat
                    || change instanceof Change.Remove(MissingKey _))
        .toList();
  }

  static List<SessionEvent> events(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.Append.class::isInstance)
        .map(change -> ((Change.Append) change).event())
        .toList();
  }
}
