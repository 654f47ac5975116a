package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LeaseTest {
  @AutoClose private final LeaseScene scene = LeaseScene.open();

  @Test
  void commitStoresAllAndCounts() throws Exception {
    Lease lease = scene.acquire("a", 0);
    assertThat(lease.grant().epoch()).isEqualTo(1);
    assertThat(lease.grant().previousEpoch()).isZero();
    assertThat(lease.grant().systemIdentifier()).isNotEmpty();
    assertThat(lease.grant().timeline()).isEqualTo(1);

    lease.commit(batch -> scene.write(scene.write(batch, "one"), "two"));
    lease.commit(batch -> scene.write(batch, "three"));

    assertThat(scene.entries()).isEqualTo(3);
    assertThat(lease.commitNo()).isEqualTo(lease.grant().commitNo() + 2);
    assertThat(scene.column("commit_no")).isEqualTo(lease.commitNo());
    assertThat(scene.witnessed()).hasValue(lease.commitNo());
  }

  @Test
  void sequencesGrowWithCommitsAndLieAboveThoseOfEarlierEpochs() throws Exception {
    Lease first = scene.acquire("a", 0);
    long[] last = new long[1];
    first.commit(batch -> last[0] = batch.nextSequence());
    assertThat(last[0]).isEqualTo((1L << Grant.SEQUENCE_BITS) + 1);
    assertThat(scene.column("event_sequence")).isEqualTo(last[0]);
    assertThatThrownBy(
            () ->
                first.commit(
                    batch -> {
                      batch.nextSequence();
                      batch.add("insert into nowhere values (1)", parameters -> {});
                    }))
        .isInstanceOf(CommitRefusedException.class);
    first.commit(batch -> assertThat(batch.nextSequence()).isEqualTo(last[0] + 1));

    Lease second = scene.acquire("a", 0);
    second.commit(batch -> last[0] = batch.nextSequence());
    assertThat(last[0]).isEqualTo((2L << Grant.SEQUENCE_BITS) + 1);
  }

  @Test
  void anUnknownCommitOfOurOwnFencesUs() throws Exception {
    Lease lease = scene.acquire("a", 0);
    TestDatabase.execute(
        "update kubezap.lease set commit_no = commit_no + 1 where session_id = " + scene.session());
    assertThatThrownBy(() -> lease.commit(batch -> scene.write(batch, "stale")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(scene.entries()).isZero();
  }

  @Test
  void lostAnswerToCommitIsUnknownAndFoundStoredAfterwards() throws Exception {
    Lease lease = scene.acquire("a", 0);
    scene.proxy().loseNextAnswer();
    assertThatThrownBy(() -> lease.commit(batch -> scene.write(batch, "stored")))
        .isInstanceOfSatisfying(
            LeaseLostException.class,
            lost -> assertThat(lost.loss()).isInstanceOf(LeaseLoss.OutcomeUnknown.class));
    assertThatThrownBy(() -> lease.commit(batch -> scene.write(batch, "twice")))
        .isInstanceOf(LeaseLostException.class);

    Lease anew = scene.acquire("a", 0);
    assertThat(anew.grant().previousCommitNo()).isEqualTo(lease.grant().commitNo() + 1);
    assertThat(scene.entries()).isEqualTo(1);
  }

  @Test
  void cutBeforeTheCommitIsUnknownAndFoundMissing() throws Exception {
    Lease lease = scene.acquire("a", 0);
    scene.proxy().cut();
    assertThatThrownBy(() -> lease.commit(batch -> scene.write(batch, "never")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(scene.acquire("a", 0).grant().previousCommitNo())
        .isEqualTo(lease.grant().commitNo());
    assertThat(scene.entries()).isZero();
  }

  @Test
  void serverWarningDuringACommitMakesItsOutcomeUnknown() throws Exception {
    Lease lease = scene.acquire("a", 0);
    assertThatThrownBy(
            () ->
                lease.commit(
                    batch ->
                        batch.add(
                            "do $$ begin raise warning 'as when a wait for a standby is cut'; end"
                                + " $$",
                            parameters -> {})))
        .isInstanceOfSatisfying(
            LeaseLostException.class,
            lost -> assertThat(lost.loss()).isInstanceOf(LeaseLoss.OutcomeUnknown.class));
  }

  @Test
  void refusedBatchLeavesNothingAndTheLease() throws Exception {
    Lease lease = scene.acquire("a", 0);
    assertThatThrownBy(
            () ->
                lease.commit(
                    batch -> {
                      scene.write(batch, "one");
                      batch.add("select 1 / 0", parameters -> {});
                      scene.write(batch, "two");
                    }))
        .isInstanceOfSatisfying(
            CommitRefusedException.class, refused -> assertThat(refused.databaseAway()).isFalse());
    assertThatThrownBy(() -> lease.commit(batch -> scene.write(batch, "with \0")))
        .isInstanceOf(CommitRefusedException.class);
    assertThat(scene.entries()).isZero();
    lease.commit(batch -> scene.write(batch, "three"));
    assertThat(scene.entries()).isEqualTo(1);
  }

  @Test
  void hundredsOfStatementsAreStillOneTransaction() throws Exception {
    Lease lease = scene.acquire("a", 0);
    lease.commit(
        batch -> {
          for (int i = 0; i < 700; i++) {
            scene.write(batch, "entry " + i);
          }
        });
    assertThat(scene.entries()).isEqualTo(700);
    assertThatThrownBy(
            () ->
                lease.commit(
                    batch -> {
                      for (int i = 0; i < 700; i++) {
                        scene.write(batch, "entry " + i);
                      }
                      batch.add("select 1 / 0", parameters -> {});
                    }))
        .isInstanceOf(CommitRefusedException.class);
    assertThat(scene.entries()).isEqualTo(700);
  }

  @Test
  void passedDeadlineRefusesBeforeAnythingIsSent() throws Exception {
    Lease lease = scene.acquire("a", 0);
    scene.nanos().addAndGet(Duration.ofSeconds(26).toNanos());
    lease.commit(batch -> scene.write(batch, "in time"));
    scene.nanos().addAndGet(Duration.ofSeconds(27).toNanos());
    assertThatThrownBy(() -> lease.commit(batch -> scene.write(batch, "too late")))
        .isInstanceOfSatisfying(
            LeaseLostException.class,
            lost -> assertThat(lost.loss()).isEqualTo(new LeaseLoss.DeadlinePassed()));
    assertThat(scene.entries()).isEqualTo(1);
  }

  @Test
  void renewalExtendsWithoutCountingAndOnlyWhenDue() throws Exception {
    Lease lease = scene.acquire("a", 0);
    TestDatabase.execute(
        "update kubezap.lease set expires_at = now() + interval '1 s' where session_id = "
            + scene.session());
    lease.renewIfDue();
    assertThat(scene.secondsLeft()).isLessThan(2);
    scene.nanos().addAndGet(Duration.ofSeconds(5).toNanos());
    lease.renewIfDue();
    assertThat(scene.secondsLeft()).isGreaterThan(25);
    lease.commit(batch -> scene.write(batch, "after renewal"));
    assertThat(lease.commitNo()).isEqualTo(lease.grant().commitNo() + 1);
  }

  @Test
  void ownBackendThatStillHoldsTheRowIsTerminated() throws Exception {
    scene.acquire("a", 0);
    LeaseTable table = new LeaseTable(scene.session(), "a", LeaseTerms.DEFAULT);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(scene.session()));
    try (Connection stuck =
            opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Connection fresh =
            opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Statement hold = stuck.createStatement();
        Statement limit = fresh.createStatement()) {
      hold.execute("set idle_in_transaction_session_timeout = 0");
      stuck.setAutoCommit(false);
      hold.execute(
          "select * from kubezap.lease where session_id = " + scene.session() + " for update");
      limit.execute("set lock_timeout = 100");
      assertThat(
              table.acquire(fresh, UUID.randomUUID(), 0, scene.nanos()::get, LeaseScene.CONTINUOUS))
          .isInstanceOf(Acquisition.Acquired.class);
      assertThatThrownBy(() -> hold.execute("select 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void commitOfALivingOwnerIsNotDisturbedByOneThatWaitsForItsLease() throws Exception {
    Lease lease = scene.acquire("a", 0);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(scene.session()));
    LeaseTable rival = new LeaseTable(scene.session(), "b", LeaseTerms.DEFAULT);
    try (Connection slow =
            opener.open(rival.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Connection fresh =
            opener.open(rival.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Statement hold = slow.createStatement();
        Statement limit = fresh.createStatement()) {
      slow.setAutoCommit(false);
      hold.execute(
          "select * from kubezap.lease where session_id = " + scene.session() + " for update");
      limit.execute("set lock_timeout = 100");
      assertThat(
              rival.acquire(fresh, UUID.randomUUID(), 0, scene.nanos()::get, LeaseScene.CONTINUOUS))
          .isInstanceOfSatisfying(
              Acquisition.HeldBy.class,
              held -> {
                assertThat(held.holder()).isEqualTo("a");
                assertThat(held.left()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
              });
      hold.execute("select 1");
      slow.rollback();
    }
    lease.commit(batch -> scene.write(batch, "goes on"));
    assertThat(scene.entries()).isEqualTo(1);
  }
}
