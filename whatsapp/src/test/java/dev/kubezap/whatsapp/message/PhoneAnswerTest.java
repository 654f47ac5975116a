package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.message.ToldByPhone.RECEIPT;
import static dev.kubezap.whatsapp.message.ToldByPhone.protocol;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.jid.JidServer;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.DeviceSentMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestResponseMessage;
import dev.kubezap.whatsapp.proto.PeerDataOperationResult;
import dev.kubezap.whatsapp.proto.PlaceholderMessageResendResponse;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What our own phone tells this device alone: missing messages, and whose LID is whose. */
class PhoneAnswerTest {
  private final ToldByPhone device = new ToldByPhone();
  private final MemoryStore store = device.store;

  private static Message answer(int type, PeerDataOperationResult... results) {
    return protocol(
        ProtocolMessage.newBuilder()
            .setType(17)
            .setPeerDataOperationRequestResponseMessage(
                PeerDataOperationRequestResponseMessage.newBuilder()
                    .setPeerDataOperationRequestType(type)
                    .addAllPeerDataOperationResult(List.of(results))));
  }

  private static PeerDataOperationResult result(ByteString bytes) {
    return PeerDataOperationResult.newBuilder()
        .setPlaceholderMessageResendResponse(
            PlaceholderMessageResendResponse.newBuilder().setWebMessageInfoBytes(bytes))
        .build();
  }

  private static PeerDataOperationResult result(Jid chat, boolean fromMe, String id, Message said) {
    return result(
        WebMessageInfo.newBuilder()
            .setKey(
                MessageKey.newBuilder().setRemoteJid(chat.toString()).setFromMe(fromMe).setId(id))
            .setMessage(said)
            .build()
            .toByteString());
  }

  private static StoredMessage placeholder(String id, boolean fromMe) {
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
        new MessageContent.Unreadable("bad-mac"),
        ByteString.EMPTY,
        MessageStatus.UNDECRYPTED,
        Optional.empty(),
        Map.of());
  }

  private static MissingKey key(String id) {
    return MissingKey.of(BOB, "3EB0" + id);
  }

  private void missing(String id, boolean fromMe) {
    missing(id, fromMe, BOB);
  }

  private void missing(String id, boolean fromMe, Jid peer) {
    missing(id, fromMe, peer, key(id));
  }

  private void missing(String id, boolean fromMe, Jid peer, MissingKey key) {
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
                peer,
                fromMe,
                NOW.minusSeconds(60),
                7,
                ByteString.EMPTY,
                5,
                1,
                NOW)));
  }

  private static StoredMessage filled(String id, boolean fromMe) {
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
        new MessageContent.Text("hello", List.of(), Optional.empty()),
        HELLO.toByteString(),
        fromMe ? MessageStatus.SENT : MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  private static List<Change> shown(Outcome outcome) {
    return outcome.changes().stream()
        .filter(
            change ->
                change instanceof Change.PutMessage
                    || change instanceof Change.PutChat
                    || change instanceof Change.Remove(MissingKey _))
        .toList();
  }

  private static List<SessionEvent> events(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.Append.class::isInstance)
        .map(change -> ((Change.Append) change).event())
        .toList();
  }

  @Test
  void aMissingMessageTakesItsPlaceWithOneEvent() {
    missing("m1", false);
    missing("m2", false);
    Outcome outcome =
        device.told(
            answer(4, result(BOB, false, "3EB0m1", HELLO), result(BOB, false, "3EB0m2", HELLO)));
    Chat one = new Chat(BOB, Optional.of(BOB_LID), Optional.of("Bobby"), NOW.minusSeconds(60), 1);
    Chat two = new Chat(BOB, one.lid(), one.name(), one.lastMessageAt(), 2);
    assertThat(shown(outcome))
        .containsExactly(
            new Change.Remove(key("m1")),
            new Change.PutMessage(filled("m1", false)),
            new Change.PutChat(one),
            new Change.Remove(key("m2")),
            new Change.PutMessage(filled("m2", false)),
            new Change.PutChat(two));
    assertThat(events(outcome))
        .containsExactly(
            new SessionEvent.MessageReceived(filled("m1", false)),
            new SessionEvent.MessageReceived(filled("m2", false)));
    assertThat(outcome.effects())
        .containsExactly(
            new Effect.Send(RECEIPT),
            new Effect.Count("message", "peer"),
            new Effect.Cancel(key("m1").timer()),
            new Effect.Count("missing", "filled-by-phone"),
            new Effect.Cancel(key("m2").timer()),
            new Effect.Count("missing", "filled-by-phone"));
  }

  @Test
  void theSameMessageTwiceIsFilledOnce() {
    missing("m1", false);
    Outcome outcome =
        device.told(
            answer(4, result(BOB, false, "3EB0m1", HELLO), result(BOB, false, "3EB0m1", HELLO)));
    assertThat(events(outcome)).hasSize(1);
    assertThat(outcome.effects()).contains(new Effect.Count("missing", "answer-unasked"));
  }

  @Test
  void ourOwnMessageIsToldAsSentWithoutItsWrapper() {
    missing("m1", true, BOB, MissingKey.of(OWN_LID.withDevice(0), "3EB0m1"));
    store(
        store,
        new Change.PutChat(
            new Chat(BOB, Optional.empty(), Optional.of("B"), NOW.plusSeconds(1), 3)));
    Message wrapped =
        Message.newBuilder()
            .setDeviceSentMessage(
                DeviceSentMessage.newBuilder().setDestinationJid(BOB.toString()).setMessage(HELLO))
            .build();
    Outcome outcome = device.told(answer(4, result(BOB_LID, true, "3EB0m1", wrapped)));
    assertThat(shown(outcome))
        .contains(
            new Change.PutMessage(filled("m1", true)),
            new Change.PutChat(
                new Chat(BOB, Optional.of(BOB_LID), Optional.of("B"), NOW.plusSeconds(1), 3)));
    assertThat(events(outcome)).containsExactly(new SessionEvent.MessageSent(filled("m1", true)));
  }

  /** A phone cannot put into a chat what nobody asked it for. */
  @Test
  void onlyWhatWasAskedForIsTaken() {
    MissingKey byOldLid = MissingKey.of(Jid.lid("555"), "3EB0m1");
    missing("m1", false, Jid.lid("555"), byOldLid);
    Outcome unasked =
        device.told(
            answer(
                4,
                result(BOB, false, "3EB0m9", HELLO),
                result(BOB, true, "3EB0m1", HELLO),
                result(OWN, false, "3EB0m1", HELLO)));
    assertThat(shown(unasked)).isEmpty();
    assertThat(unasked.effects())
        .filteredOn(new Effect.Count("missing", "answer-unasked")::equals)
        .hasSize(3);
    assertThat(shown(device.told(answer(4, result(Jid.lid("555"), false, "3EB0m1", HELLO)))))
        .contains(new Change.PutMessage(filled("m1", false)));
    assertThat(shown(device.told(answer(3, result(BOB, false, "3EB0m1", HELLO))))).isEmpty();
    store(store, new Change.PutMessage(filled("m1", false)));
    assertThat(shown(device.told(answer(4, result(Jid.lid("555"), false, "3EB0m1", HELLO)))))
        .isEmpty();
  }

  @Test
  void anAnswerWithoutTheMessageLeavesItMissing() {
    missing("m1", false);
    ByteString keyOnly =
        WebMessageInfo.newBuilder()
            .setKey(
                MessageKey.newBuilder()
                    .setRemoteJid(BOB.toString())
                    .setFromMe(false)
                    .setId("3EB0m1"))
            .build()
            .toByteString();
    ByteString messageOnly = WebMessageInfo.newBuilder().setMessage(HELLO).build().toByteString();
    Outcome outcome =
        device.told(
            answer(
                4,
                result(keyOnly),
                result(messageOnly),
                result(UnsafeByteOperations.unsafeWrap(new byte[] {-1}))));
    assertThat(shown(outcome)).isEmpty();
    assertThat(outcome.effects())
        .containsExactly(new Effect.Send(RECEIPT), new Effect.Count("message", "peer"));
  }

  @Test
  void whatIsNotForPeopleFillsItsPlaceWithoutAnEvent() {
    missing("m1", false);
    Message silent = protocol(ProtocolMessage.newBuilder().setType(3));
    Outcome outcome = device.told(answer(4, result(BOB, false, "3EB0m1", silent)));
    assertThat(events(outcome)).isEmpty();
    assertThat(shown(outcome))
        .hasSize(2)
        .last()
        .extracting(change -> ((Change.PutMessage) change).message())
        .extracting(StoredMessage::status, StoredMessage::content)
        .containsExactly(MessageStatus.RECEIVED, new MessageContent.Other("protocolMessage"));
  }

  /** However many messages others sent that cannot be read. */
  @Test
  void everyMissingMessageCanBeAnswered() {
    IntStream.range(0, 5_200)
        .forEach(i -> missing("g" + i, false, BOB, MissingKey.of(Jid.phoneNumber("1"), "g" + i)));
    missing("m1", false);
    Outcome outcome = device.told(answer(4, result(BOB, false, "3EB0m1", HELLO)));
    assertThat(events(outcome))
        .containsExactly(new SessionEvent.MessageReceived(filled("m1", false)));
  }

  /** The row is named by whichever device and address the message came from. */
  @Test
  void aRowIsFoundByEveryNameOfItsSender() {
    store(
        store,
        new Change.Put<>(new LidOfPhone(BOB), BOB_LID),
        new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    Jid hosted = new Jid(BOB.user(), 0, JidServer.HOSTED);
    Jid hostedLid = new Jid(BOB_LID.user(), 0, JidServer.HOSTED_LID);
    int number = 0;
    for (Jid sender : List.of(BOB, BOB_LID, hosted, hostedLid)) {
      for (Jid named : List.of(BOB, BOB_LID)) {
        String id = "m" + number++;
        missing(id, false, named, MissingKey.of(sender, "3EB0" + id));
        assertThat(events(device.told(answer(4, result(named, false, "3EB0" + id, HELLO)))))
            .containsExactly(new SessionEvent.MessageReceived(filled(id, false)));
      }
    }
  }

  @Test
  void aRowIsFoundByTheDeviceOfItsPlaceholder() {
    StoredMessage p = placeholder("m1", true);
    missing("m1", true, BOB, MissingKey.of(OWN.withDevice(3), "3EB0m1"));
    store(
        store,
        new Change.PutMessage(
            new StoredMessage(
                p.id(),
                p.stanzaId(),
                p.chat(),
                p.chatLid(),
                p.sender(),
                3,
                true,
                p.pushName(),
                p.timestamp(),
                p.content(),
                p.encoded(),
                p.status(),
                p.failure(),
                p.metadata())));
    assertThat(events(device.told(answer(4, result(BOB, true, "3EB0m1", HELLO))))).hasSize(1);
  }

  /** PROTOCOL 14: such messages are accepted from our own phone only. */
  @Test
  void anotherDeviceOfOursTellsNoMissingMessages() {
    missing("m1", false);
    Outcome outcome =
        device.told(answer(4, result(BOB, false, "3EB0m1", HELLO)), OWN.withDevice(2));
    assertThat(shown(outcome)).isEmpty();
  }
}
