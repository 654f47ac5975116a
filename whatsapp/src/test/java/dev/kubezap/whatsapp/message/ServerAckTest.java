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
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.token.IssueToken;
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

  private static Outcome.Builder moved(MessageStatus next, Optional<MessageFailure> why) {
    return Outcome.builder()
        .change(new Change.RemovePrepared("m1"))
        .add(Progress.to(message("m1", BOB, MessageStatus.PREPARED), next, why, online(DEVICE)));
  }

  private static Outcome.Builder taken() {
    return moved(MessageStatus.SENT, Optional.empty())
        .effect(new Effect.Taken(NOW.minusSeconds(7)))
        .effect(new Effect.Count("ack", "ok"));
  }

  private static List<Change> forgotten(RecordKey<?>... keys) {
    return Stream.of(keys).<Change>map(Change.Remove::new).toList();
  }

  @Test
  void aTakenMessageIsSentAndItsBytesAreForgotten() {
    holdsPrepared(store, 1, "m1", BOB);
    assertThat(told(ack())).isEqualTo(taken().build());
    assertThat(told(ack().with("phash", "2:ours"))).isEqualTo(taken().build());
    assertThat(told(ack().with("refresh_lid", "false"))).isEqualTo(taken().build());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 429, 473, 475, 500, 503, 999})
  void aRefusalIsTheMessagesFailureWhateverItsCode(int code) {
    holdsPrepared(store, 1, "m1", BOB);
    assertThat(told(ack().with("error", code))).isEqualTo(refused(code).build());
  }

  private static Outcome.Builder refused(int code) {
    return moved(
            MessageStatus.FAILED,
            Optional.of(
                new MessageFailure("whatsapp-refused", OptionalInt.of(code), Refusal.advice(code))))
        .effect(new Effect.Count("ack", "error-" + code));
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
    assertThat(told(ack().with("error", 463)))
        .isEqualTo(refused(463).effect(new Effect.Enqueue(IssueToken.To.after(BOB))).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 421, 479})
  void refusedAddressingIsReadAnew(int code) {
    holdsPrepared(store, 1, "m1", BOB, BOB.withDevice(0), TABLET, OWN.withDevice(0));
    assertThat(told(ack().with("error", code)).changes())
        .containsAll(
            forgotten(new DeviceListKey(BOB), new DeviceListKey(OWN), new DeviceListKey(OWN_LID)))
        .hasSize(refused(code).build().changes().size() + 3);
  }

  @Test
  void aMovedLidIsForgottenUnderEveryNameOfTheChat() {
    holdsPrepared(store, 1, "m1", BOB);
    assertThat(told(ack().with("refresh_lid", "true")))
        .isEqualTo(
            taken()
                .changes(
                    forgotten(
                        new LidOfPhone(BOB),
                        new DeviceListKey(BOB),
                        new PhoneOfLid(BOB_LID),
                        new DeviceListKey(BOB_LID)))
                .build());
  }

  /** The server knows devices that we do not: the list is read anew, they are served after it. */
  @Test
  void anotherHashOfDevicesIsRepaired() {
    holdsPrepared(store, 1, "m1", BOB, BOB.withDevice(0), OWN.withDevice(0));
    assertThat(told(ack().with("phash", "2:theirs")))
        .isEqualTo(
            taken()
                .effect(new Effect.Count("ack", "phash"))
                .changes(
                    forgotten(
                        new DeviceListKey(BOB), new DeviceListKey(OWN), new DeviceListKey(OWN_LID)))
                .change(new Change.Put<>(new RepairKey("m1"), new RepairKey.Pending(NOW, Map.of())))
                .effect(new Effect.Enqueue(new RepairSend.Repair("m1")))
                .build());
  }

  @Test
  void whatIsNoneOfOursIsCounted() {
    Outcome unknown = only(new Effect.Count("ack", "unknown"));
    assertThat(told(ack())).isEqualTo(unknown);
    store(store, new Change.PutOutgoing(Outbox.outgoing("m1", BOB)));
    assertThat(told(ack())).isEqualTo(unknown);
    assertThat(told(Node.of("ack"))).isEqualTo(unknown);
  }

  private RepairKey.Pending repair(Jid... devices) {
    RepairKey.Pending pending =
        new RepairKey.Pending(
            NOW.minusSeconds(1),
            Stream.of(devices)
                .collect(Collectors.toMap(device -> device, _ -> ByteString.copyFromUtf8("<m1>"))));
    store(store, new Change.Put<>(new RepairKey("m1"), pending));
    return pending;
  }

  @Test
  void theAckOfADevicesStanzaIsTheEndOfItsRepairOnly() {
    holds(store, "m1", BOB, MessageStatus.SENT);
    assertThat(told(ack())).isEqualTo(only(new Effect.Count("ack", "repeated")));
    RepairKey.Pending both = repair(BOB, TABLET);
    assertThat(told(ack().with("from", TABLET)))
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Put<>(new RepairKey("m1"), both.without(List.of(TABLET))))
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
    for (int i = 1; i < PrepareSend.MAXIMUM_UNACKNOWLEDGED; i++) {
      holdsPrepared(store, i, "m" + i, BOB);
    }
    assertThat(told(ack())).isEqualTo(taken().build());
    holdsPrepared(store, 64, "m64", BOB);
    assertThat(told(ack()).effects()).startsWith(new Effect.Enqueue(new PrepareSend.Prepare("w1")));
  }
}
