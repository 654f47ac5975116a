package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.MissingMessages.answer;
import static dev.kubezap.whatsapp.message.MissingMessages.events;
import static dev.kubezap.whatsapp.message.MissingMessages.filled;
import static dev.kubezap.whatsapp.message.MissingMessages.key;
import static dev.kubezap.whatsapp.message.MissingMessages.result;
import static dev.kubezap.whatsapp.message.MissingMessages.shown;
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
import dev.kubezap.whatsapp.content.ProtocolContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.DeviceSentMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What our own phone tells this device alone of messages that are missing. */
class PhoneAnswerTest {
  private final MissingMessages lacking = new MissingMessages();

  @Test
  void aMissingMessageTakesItsPlaceWithOneEvent() {
    lacking.missing("m1", false);
    lacking.missing("m2", false);
    Outcome outcome =
        lacking.device.told(
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
            new MessageEvent.Received(filled("m1", false)),
            new MessageEvent.Received(filled("m2", false)));
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
    lacking.missing("m1", false);
    Outcome outcome =
        lacking.device.told(
            answer(4, result(BOB, false, "3EB0m1", HELLO), result(BOB, false, "3EB0m1", HELLO)));
    assertThat(events(outcome)).hasSize(1);
    assertThat(outcome.effects()).contains(new Effect.Count("missing", "answer-unasked"));
  }

  @Test
  void ourOwnMessageIsToldAsSentWithoutItsWrapper() {
    lacking.missing("m1", true, BOB, MissingKey.of(OWN_LID.withDevice(0), "3EB0m1"));
    store(
        lacking.store,
        new Change.PutChat(
            new Chat(BOB, Optional.empty(), Optional.of("B"), NOW.plusSeconds(1), 3)));
    Message wrapped =
        Message.newBuilder()
            .setDeviceSentMessage(
                DeviceSentMessage.newBuilder().setDestinationJid(BOB.toString()).setMessage(HELLO))
            .build();
    Outcome outcome = lacking.device.told(answer(4, result(BOB_LID, true, "3EB0m1", wrapped)));
    assertThat(shown(outcome))
        .contains(
            new Change.PutMessage(filled("m1", true)),
            new Change.PutChat(
                new Chat(BOB, Optional.of(BOB_LID), Optional.of("B"), NOW.plusSeconds(1), 3)));
    assertThat(events(outcome)).containsExactly(new MessageEvent.Sent(filled("m1", true)));
  }

  /** A phone cannot put into a chat what nobody asked it for. */
  @Test
  void onlyWhatWasAskedForIsTaken() {
    MissingKey byOldLid = MissingKey.of(Jid.lid("555"), "3EB0m1");
    lacking.missing("m1", false, Jid.lid("555"), byOldLid);
    Outcome unasked =
        lacking.device.told(
            answer(
                4,
                result(BOB, false, "3EB0m9", HELLO),
                result(BOB, true, "3EB0m1", HELLO),
                result(OWN, false, "3EB0m1", HELLO)));
    assertThat(shown(unasked)).isEmpty();
    assertThat(unasked.effects())
        .filteredOn(new Effect.Count("missing", "answer-unasked")::equals)
        .hasSize(3);
    assertThat(
            shown(lacking.device.told(answer(4, result(Jid.lid("555"), false, "3EB0m1", HELLO)))))
        .contains(new Change.PutMessage(filled("m1", false)));
    assertThat(shown(lacking.device.told(answer(3, result(BOB, false, "3EB0m1", HELLO)))))
        .isEmpty();
    store(lacking.store, new Change.PutMessage(filled("m1", false)));
    assertThat(
            shown(lacking.device.told(answer(4, result(Jid.lid("555"), false, "3EB0m1", HELLO)))))
        .isEmpty();
  }

  @Test
  void anAnswerWithoutTheMessageLeavesItMissing() {
    lacking.missing("m1", false);
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
        lacking.device.told(
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
    lacking.missing("m1", false);
    Message silent = protocol(ProtocolMessage.newBuilder().setType(9));
    Outcome outcome = lacking.device.told(answer(4, result(BOB, false, "3EB0m1", silent)));
    assertThat(events(outcome)).isEmpty();
    assertThat(shown(outcome))
        .hasSize(2)
        .last()
        .extracting(change -> ((Change.PutMessage) change).message())
        .extracting(StoredMessage::status, StoredMessage::content)
        .containsExactly(MessageStatus.RECEIVED, new ProtocolContent(9));
  }

  /** PROTOCOL 14: such messages are accepted from our own phone only. */
  @Test
  void anotherDeviceOfOursTellsNoMissingMessages() {
    lacking.missing("m1", false);
    Outcome outcome =
        lacking.device.told(answer(4, result(BOB, false, "3EB0m1", HELLO)), OWN.withDevice(2));
    assertThat(shown(outcome)).isEmpty();
  }
}
