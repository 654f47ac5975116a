package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.holdsPrepared;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.events;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.stored;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.token.IssueToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server took a message or refused it; it says so once, and for a device that missed it. */
class ServerAckTest {
  private static final Jid TABLET = BOB.withDevice(4);

  private final MemoryStore store = new MemoryStore();

  private static Node ack() {
    return Node.of("ack").with("class", "message").with("id", "3EB0m1").with("from", BOB);
  }

  private Outcome told(Node ack) {
    return decide(new ServerAck(), ack, store, online(DEVICE));
  }

  private static Outcome only(Effect effect) {
    return Outcome.builder().effect(effect).build();
  }

  private static StoredMessage sent() {
    return message("m1", BOB, MessageStatus.SENT);
  }

  private static StoredMessage failed(int code, String reason) {
    return new StoredMessage(
        "m1",
        "3EB0m1",
        BOB,
        Optional.of(BOB_LID),
        OWN,
        7,
        true,
        Optional.empty(),
        NOW,
        TextContent.of("hello"),
        Outbox.HELLO.toByteString(),
        MessageStatus.FAILED,
        Optional.of(new MessageFailure("whatsapp-refused", OptionalInt.of(code), reason)),
        Map.of());
  }

  private static SessionEvent status(MessageStatus status, Optional<MessageFailure> why) {
    return new MessageEvent.StatusChanged("m1", "3EB0m1", BOB, status, why);
  }

  /** That the message was sent, with these further changes and effects. */
  private static void assertTaken(Outcome outcome, List<Change> more, Effect... effects) {
    List<Change> changes =
        new ArrayList<>(List.of(new Change.RemovePrepared("m1"), new Change.MoveMessage(sent())));
    changes.addAll(more);
    assertThat(stored(outcome)).isEqualTo(changes);
    assertThat(events(outcome))
        .containsExactly(
            status(MessageStatus.SENT, Optional.empty()), new MessageEvent.Sent(sent()));
    List<Effect> all =
        new ArrayList<>(
            List.of(
                new Effect.StatusReached(sent(), MessageStatus.SENT),
                new Effect.Taken(NOW.minusSeconds(7)),
                new Effect.Count("ack", "ok")));
    all.addAll(List.of(effects));
    assertThat(outcome.effects()).isEqualTo(all);
  }

  private static List<Change> forgotten(RecordKey<?>... keys) {
    return Stream.of(keys).<Change>map(Change.Remove::new).toList();
  }

  @Test
  void aTakenMessageIsSentAndItsBytesAreForgotten() {
    holdsPrepared(store, 1, "m1", BOB);
    assertTaken(told(ack()), List.of());
    assertTaken(told(ack().with("phash", "2:ours")), List.of());
    assertTaken(told(ack().with("refresh_lid", "false")), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "403,The service does not allow this account to write to the recipient.",
    "404,The recipient is not on WhatsApp.",
    "405,The service does not take this kind of message from this account.",
    "429,The service limits how fast this account sends; wait before sending again.",
    "475,The account's quota of new chats is used up; wait until the next cycle.",
    "500,The service failed; send again later.",
    "999,The service refused the message with code 999."
  })
  void aRefusalIsTheMessagesFailureWhateverItsCode(int code, String reason) {
    holdsPrepared(store, 1, "m1", BOB);
    Outcome outcome = told(ack().with("error", code));
    StoredMessage failed = failed(code, reason);
    assertThat(stored(outcome))
        .containsExactly(new Change.RemovePrepared("m1"), new Change.MoveMessage(failed));
    assertThat(events(outcome)).containsExactly(status(MessageStatus.FAILED, failed.failure()));
    assertThat(outcome.effects())
        .containsExactly(
            new Effect.StatusReached(failed, MessageStatus.FAILED),
            new Effect.Count("ack", "error-" + code));
  }

  @ParameterizedTest
  @CsvSource({
    "400,malformed",
    "403,does not allow",
    "404,not on WhatsApp",
    "405,this kind",
    "473,this kind",
    "421,changed",
    "429,wait",
    "463,new chats",
    "475,quota",
    "479,field",
    "500,later",
    "503,later",
    "999,code 999"
  })
  void aRefusalSaysWhatToDo(int code, String advice) {
    assertThat(Refusal.advice(code)).contains(advice).endsWith(".");
  }

  /** Trying again would count as another unwanted message. */
  @Test
  void whoIsNotTrustedIsGivenOurTokenInsteadOfTheMessage() {
    holdsPrepared(store, 1, "m1", BOB);
    Outcome outcome = told(ack().with("error", 463));
    assertThat(stored(outcome)).first().isEqualTo(new Change.RemovePrepared("m1"));
    assertThat(outcome.effects()).endsWith(new Effect.Enqueue(new IssueToken.To(BOB, false)));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 421, 479})
  void refusedAddressingIsReadAnew(int code) {
    holdsPrepared(store, 1, "m1", BOB, BOB.withDevice(0), TABLET, OWN.withDevice(0));
    assertThat(stored(told(ack().with("error", code))))
        .endsWith(
            forgotten(new DeviceListKey(BOB), new DeviceListKey(OWN), new DeviceListKey(OWN_LID))
                .toArray(Change[]::new))
        .hasSize(5);
  }

  @Test
  void aMovedLidIsForgottenUnderEveryNameOfTheChat() {
    holdsPrepared(store, 1, "m1", BOB);
    assertTaken(
        told(ack().with("refresh_lid", "true")),
        forgotten(
            new LidOfPhone(BOB),
            new DeviceListKey(BOB),
            new PhoneOfLid(BOB_LID),
            new DeviceListKey(BOB_LID)));
  }

  /** The server knows devices that we do not: the list is read anew, they are served after it. */
  @Test
  void anotherHashOfDevicesIsRepaired() {
    holdsPrepared(store, 1, "m1", BOB, BOB.withDevice(0), OWN.withDevice(0));
    List<Change> repair =
        new ArrayList<>(
            forgotten(new DeviceListKey(BOB), new DeviceListKey(OWN), new DeviceListKey(OWN_LID)));
    repair.add(new Change.Put<>(new RepairKey("m1"), new RepairKey.Pending(NOW, Map.of())));
    assertTaken(
        told(ack().with("phash", "2:theirs")),
        repair,
        new Effect.Count("ack", "phash"),
        new Effect.Enqueue(new RepairSend.Repair("m1")));
  }

  @Test
  void whatIsNoneOfOursIsCounted() {
    Outcome unknown = only(new Effect.Count("ack", "unknown"));
    assertThat(told(ack())).isEqualTo(unknown);
    store(store, new Change.PutOutgoing(Outbox.outgoing("m1", BOB)));
    assertThat(told(ack())).isEqualTo(unknown);
    assertThat(told(Node.of("ack"))).isEqualTo(unknown);
  }

  private static RepairKey.Pending pending(Jid... devices) {
    return new RepairKey.Pending(
        NOW.minusSeconds(1),
        Stream.of(devices)
            .collect(Collectors.toMap(device -> device, _ -> ByteString.copyFromUtf8("<m1>"))));
  }

  private void repair(Jid... devices) {
    store(store, new Change.Put<>(new RepairKey("m1"), pending(devices)));
  }

  @Test
  void theAckOfADevicesStanzaIsTheEndOfItsRepairOnly() {
    holds(store, "m1", BOB, MessageStatus.SENT);
    assertThat(told(ack())).isEqualTo(only(new Effect.Count("ack", "repeated")));
    repair(BOB, TABLET);
    assertThat(told(ack().with("from", TABLET)))
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Put<>(new RepairKey("m1"), pending(BOB)))
                .effect(new Effect.Count("repair", "taken"))
                .build());
    store(store, new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    assertThat(told(ack().with("from", BOB_LID.withDevice(4))))
        .as("by its other name")
        .isEqualTo(told(ack().with("from", TABLET)));
    repair(TABLET);
    assertThat(told(ack().with("from", TABLET).with("error", 479)))
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Remove(new RepairKey("m1")))
                .effect(new Effect.Count("repair", "error-479"))
                .build());
    for (Node other : List.of(ack(), ack().with("from", "nobody"))) {
      assertThat(told(other)).isEqualTo(only(new Effect.Count("ack", "repeated")));
    }
  }

  @Test
  void roomForOneMoreGoesToTheOldestThatWaits() {
    holds(store, "w2", BOB, MessageStatus.QUEUED);
    holds(store, "w1", BOB, MessageStatus.QUEUED);
    for (int i = 1; i < 64; i++) {
      holdsPrepared(store, i, "m" + i, BOB);
    }
    assertTaken(told(ack()), List.of());
    holdsPrepared(store, 64, "m64", BOB);
    assertThat(told(ack()).effects()).startsWith(new Effect.Enqueue(new PrepareSend.Prepare("w1")));
  }

  /** Few large stanzas fill the memory as many small ones do. */
  @Test
  void eightMegabytesWithoutAcknowledgementAreEnough() {
    holds(store, "w1", BOB, MessageStatus.QUEUED);
    Outbox.lists(store, BOB, 0);
    for (int i = 1; i <= 8; i++) {
      holds(store, "m" + i, BOB, MessageStatus.PREPARED);
      store(
          store,
          new Change.PutPrepared(
              new PreparedStanza(
                  i, "m" + i, "3EB0m" + i, ByteString.copyFrom(new byte[1 << 20]), "2:ours")));
    }
    assertThat(decide(new PrepareSend(), new PrepareSend.Prepare("w1"), store, online(DEVICE)))
        .isEqualTo(
            Outcome.builder()
                .effect(
                    new Effect.Schedule(
                        "prepare-w1", new PrepareSend.Prepare("w1"), Duration.ofSeconds(1)))
                .build());
    assertThat(told(ack()).effects()).startsWith(new Effect.Enqueue(new PrepareSend.Prepare("w1")));
    store(store, new Change.RemovePrepared("m1"));
    assertThat(
            decide(new PrepareSend(), new PrepareSend.Prepare("w1"), store, online(DEVICE)).ask())
        .isPresent();
  }
}
