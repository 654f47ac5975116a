package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.message.ToldByPhone.RECEIPT;
import static dev.kubezap.whatsapp.message.ToldByPhone.protocol;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.LidMigration;
import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.LidMigrationMapping;
import dev.kubezap.whatsapp.proto.LidMigrationMappingSyncMessage;
import dev.kubezap.whatsapp.proto.LidMigrationMappingSyncPayload;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our own phone tells whose LID is whose (PROTOCOL-2026 3). */
class LidMappingTest {
  private static final Effect LATER =
      new Effect.Schedule("learn-pairs", new LearnPairs.Next(), Duration.ZERO);

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
        learned(
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

  /** Only its timestamp says that the account is migrated, not the pairs alone. */
  @Test
  void theTimeOfTheMigrationOpensTheGate() {
    LidMigrationMappingSyncPayload.Builder payload =
        LidMigrationMappingSyncPayload.newBuilder().addPnToLidMappings(pair(49151, 7, 8));
    Effect told = new Effect.Enqueue(new LidMigration.Told());
    assertThat(device.told(mapping(payload.build().toByteString())).effects()).doesNotContain(told);
    assertThat(
            device
                .told(
                    mapping(payload.setChatDbMigrationTimestamp(1_780_000).build().toByteString()))
                .effects())
        .contains(told);
    Outcome migrated = decide(new LidMigration(), new LidMigration.Told(), store, online(DEVICE));
    assertThat(migrated.changes())
        .containsExactly(new Change.Put<>(new AccountKey(), Account.BLANK.withLidAddressing()));
    assertThat(migrated.effects())
        .containsExactly(
            new Effect.Report(new SessionChange.Linked(new Turn.Link(true, true, true, true))));
    store(store, migrated.changes());
    assertThat(decide(new LidMigration(), new LidMigration.Told(), store, online(DEVICE)))
        .isEqualTo(Outcome.nothing());
  }

  /** A commit is one statement with 65,535 parameters at most, and each pair takes some ten. */
  @Test
  void aLongListIsStoredAndLearnedPageByPage() {
    Outcome told = device.told(mapping(pairs(1, 20_001)));
    // The pair that the stanza tells of this account itself.
    assertThat(merges(told)).isEqualTo(1);
    assertThat(told.effects()).contains(LATER);
    assertThat(pages(told)).isEqualTo(100);
    store(store, told.changes());
    for (int page = 1; page <= 100; page++) {
      Outcome next = next();
      assertThat(merges(next)).isEqualTo(200);
      assertThat(next.effects()).isEqualTo(page < 100 ? List.of(LATER) : List.of());
      store(store, next.changes());
    }
    assertThat(next()).isEqualTo(Outcome.nothing());
    assertThat(store.read(new LidOfPhone(Jid.phoneNumber("49000001"))))
        .contains(Jid.lid("1000001"));
    assertThat(store.read(new LidOfPhone(Jid.phoneNumber("49020000"))))
        .contains(Jid.lid("1020000"));
    assertThat(store.read(new LidOfPhone(Jid.phoneNumber("49020001")))).isEmpty();
    assertThat(store.records(ToldPairs.KIND)).isEmpty();
  }

  @Test
  void whatIsKnownIsNotStoredAgain() {
    learned(mapping(pairs(1, 300)));
    Outcome again = learned(mapping(pairs(1, 301)));
    assertThat(merges(again)).isEqualTo(1);
    assertThat(
            again.changes().stream()
                .filter(change -> change instanceof Change.Put<?>(LidOfPhone _, _)))
        .hasSize(1);
  }

  /** The relation is one to one, whoever was paired before, also within a page. */
  @Test
  void aPairRemovesWhatContradictsIt() {
    learned(mapping(pairs(1, 2)));
    learned(
        mapping(
            LidMigrationMappingSyncPayload.newBuilder()
                .addPnToLidMappings(pair(49_000_001, 1_000_002, 0))
                .addPnToLidMappings(pair(49_000_001, 1_000_003, 0))
                .addPnToLidMappings(pair(49_000_004, 1_000_003, 0))
                .build()
                .toByteString()));
    assertThat(store.records(LidOfPhone.KIND)).containsExactly("49000004");
    assertThat(store.records(PhoneOfLid.KIND)).containsExactly("1000003");
    assertThat(store.read(new LidOfPhone(Jid.phoneNumber("49000004"))))
        .contains(Jid.lid("1000003"));
  }

  /** A list of nothing is not kept. */
  @Test
  void anEmptyListIsReceiptedOnly() {
    Outcome told = device.told(mapping(ByteString.EMPTY));
    assertThat(pages(told)).isZero();
    assertThat(told.effects())
        .containsExactly(new Effect.Send(RECEIPT), new Effect.Count("message", "peer"));
  }

  private Outcome next() {
    return decide(new LearnPairs(), new LearnPairs.Next(), store, online(DEVICE));
  }

  /** All that a list leads to, stored. */
  private Outcome learned(Message message) {
    Outcome.Builder all = Outcome.builder();
    Outcome outcome = device.told(message);
    outcome.changes().stream()
        .filter(change -> change instanceof Change.Put<?>(ToldPairs _, _))
        .forEach(page -> store(store, page));
    while (outcome.effects().contains(LATER)) {
      outcome = next();
      store(store, outcome.changes());
      all.add(outcome);
    }
    return all.build();
  }

  private static long pages(Outcome outcome) {
    return outcome.changes().stream()
        .filter(change -> change instanceof Change.Put<?>(ToldPairs _, _))
        .count();
  }

  private static ByteString pairs(int from, int count) {
    LidMigrationMappingSyncPayload.Builder payload = LidMigrationMappingSyncPayload.newBuilder();
    for (int i = from; i < from + count; i++) {
      payload.addPnToLidMappings(pair(49_000_000 + i, 1_000_000 + i, 0));
    }
    return payload.build().toByteString();
  }

  private static long merges(Outcome outcome) {
    return outcome.changes().stream().filter(Change.MergeChats.class::isInstance).count();
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
            new Effect.Count("unhandled", "peer-6"),
            new Effect.Send(RECEIPT),
            new Effect.Count("message", "peer"));
  }
}
