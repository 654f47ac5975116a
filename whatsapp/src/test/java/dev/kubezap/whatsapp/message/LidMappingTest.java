package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.message.ToldByPhone.RECEIPT;
import static dev.kubezap.whatsapp.message.ToldByPhone.protocol;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.LidMigrationMapping;
import dev.kubezap.whatsapp.proto.LidMigrationMappingSyncMessage;
import dev.kubezap.whatsapp.proto.LidMigrationMappingSyncPayload;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import org.junit.jupiter.api.Test;

/** Our own phone tells whose LID is whose (PROTOCOL-2026 3). */
class LidMappingTest {
  private final ToldByPhone device = new ToldByPhone();
  private final MemoryStore store = device.store;

  private static Message mapping(ByteString payload) {
    return protocol(
        ProtocolMessage.newBuilder()
            .setType(22)
            .setLidMigrationMappingSyncMessage(
                LidMigrationMappingSyncMessage.newBuilder().setEncodedMappingPayload(payload)));
  }

  private static LidMigrationMapping pair(long number, long assigned, long latest) {
    LidMigrationMapping.Builder pair = LidMigrationMapping.newBuilder();
    if (number != 0) {
      pair.setPn(number);
    }
    if (assigned != 0) {
      pair.setAssignedLid(assigned);
    }
    if (latest != 0) {
      pair.setLatestLid(latest);
    }
    return pair.build();
  }

  @Test
  void pairsAreLearnedByTheirNewestLid() {
    store(
        store,
        new Change.Put<>(new LidOfPhone(OWN), OWN_LID),
        new Change.Put<>(new PhoneOfLid(OWN_LID), OWN));
    Outcome outcome =
        device.told(
            mapping(
                LidMigrationMappingSyncPayload.newBuilder()
                    .addPnToLidMappings(pair(49151, 7, 8))
                    .addPnToLidMappings(pair(49152, 9, 0))
                    .addPnToLidMappings(pair(0, 10, 0))
                    .addPnToLidMappings(pair(49153, 0, 0))
                    .addPnToLidMappings(pair(-1, -2, 0))
                    .build()
                    .toByteString()));
    assertThat(outcome.changes())
        .filteredOn(
            change ->
                change instanceof Change.Put<?>(LidOfPhone _, _)
                    || change instanceof Change.Put<?>(PhoneOfLid _, _))
        .containsExactly(
            new Change.Put<>(new LidOfPhone(Jid.phoneNumber("49151")), Jid.lid("8")),
            new Change.Put<>(new PhoneOfLid(Jid.lid("8")), Jid.phoneNumber("49151")),
            new Change.Put<>(new LidOfPhone(Jid.phoneNumber("49152")), Jid.lid("9")),
            new Change.Put<>(new PhoneOfLid(Jid.lid("9")), Jid.phoneNumber("49152")),
            new Change.Put<>(
                new LidOfPhone(Jid.phoneNumber("18446744073709551615")),
                Jid.lid("18446744073709551614")),
            new Change.Put<>(
                new PhoneOfLid(Jid.lid("18446744073709551614")),
                Jid.phoneNumber("18446744073709551615")));
  }

  @Test
  void whatIsNotUnderstoodIsCountedAndReceipted() {
    assertThat(device.told(mapping(ByteString.copyFrom(new byte[] {-1}))).effects())
        .containsExactly(
            new Effect.Count("peer", "malformed-mapping"),
            new Effect.Send(RECEIPT),
            new Effect.Count("message", "peer"));
    assertThat(device.told(protocol(ProtocolMessage.newBuilder().setType(6))).effects())
        .containsExactly(
            new Effect.Count("peer", "type-6"),
            new Effect.Send(RECEIPT),
            new Effect.Count("message", "peer"));
  }
}
