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
import static dev.kubezap.whatsapp.step.Decisions.online;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.proto.StoredMissing;
import dev.kubezap.whatsapp.proto.StoredReadReceipt;
import dev.kubezap.whatsapp.proto.StoredRepair;
import dev.kubezap.whatsapp.proto.StoredRepairStanza;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is stored of messages on their way comes back as it was, and under the same names. */
class StoredRecordsTest {
  private static final Jid GROUP = Jid.group("1203630000");
  private static final Instant AT = NOW.plusMillis(123).truncatedTo(ChronoUnit.MILLIS);
  private static final ByteString BYTES = ByteString.copyFrom(new byte[] {1, -2, 3});
  private static final ByteString DAMAGED = ByteString.copyFrom(new byte[] {-1});

  private static <V> void comesBack(RecordKey<V> key, V value, String name) {
    assertThat(key.decode(key.encode(value))).isEqualTo(value);
    assertThat(key.kind() + " " + key.name()).isEqualTo(name);
    assertThatThrownBy(() -> key.decode(DAMAGED)).isInstanceOf(StoredStateException.class);
  }

  @Test
  void recordsComeBackAsTheyWereStored() {
    comesBack(
        new CiphertextMark(BOB, "X", BYTES),
        new CiphertextMark.Decrypted(AT),
        "ciphertext-mark " + BOB + "/X/01fe03");
    comesBack(new IdempotencyRecord("k"), new IdempotencyRecord.Used(BYTES, "m1"), "idempotency k");
    assertThat(
            new IdempotencyRecord("k")
                .decode(
                    new IdempotencyRecord("k")
                        .encode(new IdempotencyRecord.Used(BYTES, "").answered(BYTES))))
        .isEqualTo(new IdempotencyRecord.Used(BYTES, "", Optional.of(BYTES)));
    comesBack(
        new RetryKey(BOB, "X"),
        new RetryKey.Count(3, AT, "m1", BYTES, BYTES),
        "retry out/" + BOB + "/X");
    assertThat(RecordKind.keptAtLogOut()).contains(new IdempotencyRecord("k").kind());
    comesBack(new ChannelNumberKey("m1"), 0x0102030405060708L, "channel-number m1");
    assertThat(RecordKind.keptAtLogOut()).contains(new ChannelNumberKey("m1").kind());
    comesBack(new PreparedNumber(), 0x0102030405060708L, "prepared-number last");
    comesBack(
        ReadReceiptKey.of(BOB, Optional.empty(), "X", false),
        new ReadReceiptKey.Receipt(BOB, Optional.empty(), List.of("X", "Y"), AT, false),
        "read-receipt " + BOB + "/X");
    comesBack(
        ReadReceiptKey.of(GROUP, Optional.of(BOB), "X", false),
        new ReadReceiptKey.Receipt(GROUP, Optional.of(BOB), List.of("X", "Y"), AT, false),
        "read-receipt " + GROUP + "/" + BOB + "/X");
    comesBack(
        ReadReceiptKey.of(BOB, Optional.empty(), "X", true),
        new ReadReceiptKey.Receipt(BOB, Optional.empty(), List.of("X"), AT, true),
        "read-receipt played/" + BOB + "/X");
    comesBack(new RepairKey("m1"), new RepairKey.Pending(AT, Map.of(BOB, BYTES)), "repair m1");
    comesBack(
        MissingKey.of(BOB, "X"),
        missing(Optional.of("m1"), Optional.of(BOB_LID.toString())),
        "missing-message " + BOB + "/X");
    comesBack(
        MissingKey.of(BOB, "X"),
        missing(Optional.empty(), Optional.empty()),
        "missing-message " + BOB + "/X");
  }

  private static Missing missing(Optional<String> id, Optional<String> recipient) {
    return new Missing(
        id, "X", "from", Optional.of("who"), recipient, BOB, true, NOW, 7, BYTES, 2, 1, AT);
  }

  /** Its sender chose it: a name that the database does not take would lose the message. */
  @Test
  void longIdsAreCutInNames() {
    String longest = "i".repeat(128);
    for (String id : List.of(longest, longest + "j")) {
      assertThat(new CiphertextMark(BOB, id, BYTES).name())
          .isEqualTo(BOB + "/" + longest + "/01fe03");
      assertThat(new RetryKey(BOB, id).name()).isEqualTo("out/" + BOB + "/" + longest);
      assertThat(MissingKey.of(BOB, id).name()).isEqualTo(BOB + "/" + longest);
      assertThat(ReadReceiptKey.of(BOB, Optional.empty(), id, false).name())
          .isEqualTo(BOB + "/" + longest);
    }
  }

  @Test
  void namesThatCannotBeReadAreDamage() {
    assertThatThrownBy(
            () ->
                new RepairKey("m1")
                    .decode(
                        StoredRepair.newBuilder()
                            .addStanza(StoredRepairStanza.newBuilder().setDevice("nobody"))
                            .build()
                            .toByteString()))
        .isInstanceOf(StoredStateException.class)
        .hasMessage("repair of m1 names no device");
    ReadReceiptKey receipt = ReadReceiptKey.of(BOB, Optional.empty(), "X", false);
    assertThatThrownBy(() -> receipt.decode(ByteString.EMPTY))
        .isInstanceOf(StoredStateException.class);
    assertThatThrownBy(
            () ->
                receipt.decode(
                    StoredReadReceipt.newBuilder()
                        .setTo("nobody")
                        .addStanzaId("X")
                        .build()
                        .toByteString()))
        .isInstanceOf(StoredStateException.class);
    assertThatThrownBy(
            () ->
                MissingKey.of(BOB, "X")
                    .decode(StoredMissing.newBuilder().setPeer("nobody").build().toByteString()))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void aRepairIsGoneWithItsLastStanza() {
    RepairKey key = new RepairKey("m1");
    RepairKey.Pending both =
        new RepairKey.Pending(AT, Map.of(BOB, BYTES, BOB.withDevice(4), BYTES));
    RepairKey.Pending one = both.without(List.of(BOB));
    assertThat(one).isEqualTo(new RepairKey.Pending(AT, Map.of(BOB.withDevice(4), BYTES)));
    assertThat(key.after(one)).isEqualTo(new Change.Put<>(key, one));
    assertThat(key.after(one.without(List.of(BOB.withDevice(4)))))
        .isEqualTo(new Change.Remove(key));
  }

  /** PROTOCOL-2026 3: one stanza, one namespace. */
  @Test
  void bothSidesAreNamedInOneNamespace() {
    Optional<Jid> phone = Optional.of(BOB);
    Optional<Jid> lid = Optional.of(BOB_LID);
    Target byNumber = new Target(BOB, Optional.empty(), lid, OWN, Optional.of(OWN_LID));
    Target byLid = new Target(BOB_LID, phone, lid, OWN_LID, Optional.of(OWN_LID));
    assertThat(Target.of(BOB, phone, lid, false, DEVICE)).isEqualTo(byNumber);
    assertThat(Target.of(BOB, phone, lid, true, DEVICE)).isEqualTo(byLid);
    assertThat(Target.of(BOB_LID, phone, lid, false, DEVICE)).isEqualTo(byNumber);
    assertThat(Target.of(BOB, phone, Optional.empty(), true, DEVICE).self()).isEqualTo(OWN);
    assertThat(Target.of(BOB_LID, Optional.empty(), lid, false, DEVICE))
        .isEqualTo(new Target(BOB_LID, Optional.empty(), lid, OWN_LID, Optional.of(OWN_LID)));
    assertThat(Target.of(BOB_LID, Optional.empty(), lid, true, withoutLid()))
        .isEqualTo(new Target(BOB_LID, Optional.empty(), lid, OWN, Optional.empty()));
    assertThat(byLid.names()).containsExactlyInAnyOrder(BOB, BOB_LID);
    assertThat(byNumber.names()).containsExactlyInAnyOrder(BOB, BOB_LID);
    assertThat(byLid.isSelf()).isFalse();
    assertThat(Target.of(OWN, Optional.of(OWN), Optional.empty(), false, DEVICE).isSelf()).isTrue();
  }

  /** A device is filed under one name, whichever it goes by. */
  @Test
  void aDeviceIsFiledUnderItsOwnAccountsLid() {
    Optional<Jid> lid = Optional.of(BOB_LID);
    for (boolean byLid : new boolean[] {true, false}) {
      Target target = Target.of(BOB, Optional.of(BOB), lid, byLid, DEVICE);
      assertThat(target.address(BOB.withDevice(4))).isEqualTo(Address.of(BOB.withDevice(4), lid));
      assertThat(target.address(BOB_LID.withDevice(4)))
          .isEqualTo(Address.of(BOB.withDevice(4), lid));
      assertThat(target.address(OWN)).isEqualTo(Address.of(OWN_LID, Optional.empty()));
    }
  }

  private static DeviceIdentity withoutLid() {
    return new DeviceIdentity(
        DEVICE.pairing(),
        DEVICE.noiseKey(),
        DEVICE.identityKey(),
        DEVICE.registrationId(),
        DEVICE.signedPreKeys(),
        DEVICE.jid(),
        Optional.empty(),
        DEVICE.signedDeviceIdentity(),
        DEVICE.platform(),
        DEVICE.businessName(),
        DEVICE.pairedAt());
  }

  @Test
  void whatWasNotAcknowledgedFailsAsAWhole() {
    MemoryStore store = new MemoryStore();
    assertThat(UnsentMessages.read(store)).isEqualTo(UnsentMessages.NONE);
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    holdsPrepared(store, 1, "m2", BOB);
    UnsentMessages unsent = UnsentMessages.read(store);
    assertThat(unsent.complete()).isTrue();
    assertThat(unsent.messages())
        .containsExactly(
            new OutgoingContent.ChatMessage(message("m1", BOB, MessageStatus.QUEUED)),
            new OutgoingContent.ChatMessage(message("m2", BOB, MessageStatus.PREPARED)));
    MessageFailure why = new MessageFailure("logged-out", OptionalInt.empty(), "Pair it.");
    Outcome failed = unsent.failed(why, online(DEVICE));
    assertThat(failed.changes())
        .filteredOn(change -> !(change instanceof Change.Append))
        .containsExactly(
            new Change.RemovePrepared("m2"),
            new Change.MoveMessage(
                message("m1", BOB, MessageStatus.QUEUED)
                    .withStatus(MessageStatus.FAILED, Optional.of(why))),
            new Change.LeaveQueue("m1"),
            new Change.MoveMessage(
                message("m2", BOB, MessageStatus.PREPARED)
                    .withStatus(MessageStatus.FAILED, Optional.of(why))));
    for (int i = 1; i < UnsentMessages.LIMIT; i++) {
      holds(store, "n" + i, BOB, MessageStatus.QUEUED);
    }
    assertThat(UnsentMessages.read(store).complete()).isFalse();
  }
}
