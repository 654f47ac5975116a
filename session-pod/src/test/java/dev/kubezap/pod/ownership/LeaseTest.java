package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final LeaseTable.Judge CONTINUOUS = (found, acquiring) -> Optional.empty();

  private final AtomicLong witnessed = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong(System.nanoTime());
  private long session;
  private CuttingProxy proxy;

  @BeforeEach
  void register() throws Exception {
    session = TestDatabase.newSession();
    proxy = new CuttingProxy(TestDatabase.port());
    TestDatabase.execute(
        "create table if not exists work (session_id bigint, entry text); grant all on work to public");
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
  }

  @Test
  void commitStoresAllAndCounts() throws Exception {
    Lease lease = acquire("a", 0);
    assertThat(lease.grant().epoch()).isEqualTo(1);
    assertThat(lease.grant().previousEpoch()).isZero();
    assertThat(lease.grant().systemIdentifier()).isNotEmpty();
    assertThat(lease.grant().timeline()).isEqualTo(1);

    lease.commit(batch -> write(write(batch, "one"), "two"));
    lease.commit(batch -> write(batch, "three"));

    assertThat(entries()).isEqualTo(3);
    assertThat(lease.commitNo()).isEqualTo(lease.grant().commitNo() + 2);
    assertThat(column("commit_no")).isEqualTo(lease.commitNo());
    assertThat(witnessed).hasValue(lease.commitNo());
  }

  @Test
  void sequencesGrowWithCommitsAndLieAboveThoseOfEarlierEpochs() throws Exception {
    Lease first = acquire("a", 0);
    long[] last = new long[1];
    first.commit(batch -> last[0] = batch.nextSequence());
    assertThat(last[0]).isEqualTo((1L << Grant.SEQUENCE_BITS) + 1);
    assertThat(column("event_sequence")).isEqualTo(last[0]);
    assertThatThrownBy(
            () ->
                first.commit(
                    batch -> {
                      batch.nextSequence();
                      batch.add("insert into nowhere values (1)", parameters -> {});
                    }))
        .isInstanceOf(CommitRefusedException.class);
    first.commit(batch -> assertThat(batch.nextSequence()).isEqualTo(last[0] + 1));

    Lease second = acquire("a", 0);
    second.commit(batch -> last[0] = batch.nextSequence());
    assertThat(last[0]).isEqualTo((2L << Grant.SEQUENCE_BITS) + 1);
  }

  @Test
  void epochGoesAboveTheOneKnownFromElsewhere() throws Exception {
    acquire("a", 0);
    assertThat(acquire("a", 41).grant().epoch()).isEqualTo(42);
    assertThat(acquire("a", 3).grant().epoch()).isEqualTo(43);
  }

  @Test
  void secondOwnerWaitsUntilExpiryAndThenFencesTheFirst() throws Exception {
    Lease first = acquire("a", 0);
    assertThat(attempt("b"))
        .isInstanceOfSatisfying(
            Acquisition.HeldBy.class,
            held -> {
              assertThat(held.holder()).isEqualTo("a");
              assertThat(held.left()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
            });

    // As if the database's clock had jumped ahead.
    TestDatabase.execute(
        "update kubezap.lease set expires_at = now() - interval '1 hour' where session_id = "
            + session);
    Lease second = acquire("b", 0);
    assertThat(second.grant().previousReleased()).isFalse();

    assertThatThrownBy(() -> first.commit(batch -> write(batch, "late")))
        .isInstanceOfSatisfying(
            LeaseLostException.class,
            lost -> assertThat(lost.loss()).isEqualTo(new LeaseLoss.Fenced()));
    assertThatThrownBy(() -> first.commit(batch -> write(batch, "later")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(entries()).isZero();
    second.commit(batch -> write(batch, "second"));
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void restartedContainerOfTheSamePodTakesOverAtOnce() throws Exception {
    Lease before = acquire("pod", 0);
    Lease after = acquire("pod", 0);
    assertThat(after.grant().previousEpoch()).isEqualTo(before.grant().epoch());
    assertThatThrownBy(() -> before.commit(batch -> write(batch, "late")))
        .isInstanceOf(LeaseLostException.class);
  }

  @Test
  void anUnknownCommitOfOurOwnFencesUs() throws Exception {
    Lease lease = acquire("a", 0);
    TestDatabase.execute(
        "update kubezap.lease set commit_no = commit_no + 1 where session_id = " + session);
    assertThatThrownBy(() -> lease.commit(batch -> write(batch, "stale")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(entries()).isZero();
  }

  @Test
  void lostAnswerToCommitIsUnknownAndFoundStoredAfterwards() throws Exception {
    Lease lease = acquire("a", 0);
    proxy.loseNextAnswer();
    assertThatThrownBy(() -> lease.commit(batch -> write(batch, "stored")))
        .isInstanceOfSatisfying(
            LeaseLostException.class,
            lost -> assertThat(lost.loss()).isInstanceOf(LeaseLoss.OutcomeUnknown.class));
    assertThatThrownBy(() -> lease.commit(batch -> write(batch, "twice")))
        .isInstanceOf(LeaseLostException.class);

    Lease anew = acquire("a", 0);
    assertThat(anew.grant().previousCommitNo()).isEqualTo(lease.grant().commitNo() + 1);
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void cutBeforeTheCommitIsUnknownAndFoundMissing() throws Exception {
    Lease lease = acquire("a", 0);
    proxy.cut();
    assertThatThrownBy(() -> lease.commit(batch -> write(batch, "never")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(acquire("a", 0).grant().previousCommitNo()).isEqualTo(lease.grant().commitNo());
    assertThat(entries()).isZero();
  }

  @Test
  void serverWarningDuringACommitMakesItsOutcomeUnknown() throws Exception {
    Lease lease = acquire("a", 0);
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
    Lease lease = acquire("a", 0);
    assertThatThrownBy(
            () ->
                lease.commit(
                    batch -> {
                      write(batch, "one");
                      batch.add("select 1 / 0", parameters -> {});
                      write(batch, "two");
                    }))
        .isInstanceOfSatisfying(
            CommitRefusedException.class, refused -> assertThat(refused.databaseAway()).isFalse());
    assertThatThrownBy(() -> lease.commit(batch -> write(batch, "with \0")))
        .isInstanceOf(CommitRefusedException.class);
    assertThat(entries()).isZero();
    lease.commit(batch -> write(batch, "three"));
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void hundredsOfStatementsAreStillOneTransaction() throws Exception {
    Lease lease = acquire("a", 0);
    lease.commit(
        batch -> {
          for (int i = 0; i < 700; i++) {
            write(batch, "entry " + i);
          }
        });
    assertThat(entries()).isEqualTo(700);
    assertThatThrownBy(
            () ->
                lease.commit(
                    batch -> {
                      for (int i = 0; i < 700; i++) {
                        write(batch, "entry " + i);
                      }
                      batch.add("select 1 / 0", parameters -> {});
                    }))
        .isInstanceOf(CommitRefusedException.class);
    assertThat(entries()).isEqualTo(700);
  }

  @Test
  void passedDeadlineRefusesBeforeAnythingIsSent() throws Exception {
    Lease lease = acquire("a", 0);
    nanos.addAndGet(Duration.ofSeconds(26).toNanos());
    lease.commit(batch -> write(batch, "in time"));
    nanos.addAndGet(Duration.ofSeconds(27).toNanos());
    assertThatThrownBy(() -> lease.commit(batch -> write(batch, "too late")))
        .isInstanceOfSatisfying(
            LeaseLostException.class,
            lost -> assertThat(lost.loss()).isEqualTo(new LeaseLoss.DeadlinePassed()));
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void renewalExtendsWithoutCountingAndOnlyWhenDue() throws Exception {
    Lease lease = acquire("a", 0);
    TestDatabase.execute(
        "update kubezap.lease set expires_at = now() + interval '1 s' where session_id = "
            + session);
    lease.renewIfDue();
    assertThat(secondsLeft()).isLessThan(2);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    lease.renewIfDue();
    assertThat(secondsLeft()).isGreaterThan(25);
    lease.commit(batch -> write(batch, "after renewal"));
    assertThat(lease.commitNo()).isEqualTo(lease.grant().commitNo() + 1);
  }

  @Test
  void deletedRowFencesAndErasedSessionCannotBeAcquired() throws Exception {
    Lease lease = acquire("a", 0);
    TestDatabase.execute("delete from kubezap.lease where session_id = " + session);
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThatThrownBy(lease::renewIfDue).isInstanceOf(LeaseLostException.class);
    Lease anew = acquire("a", lease.grant().epoch());
    assertThat(anew.grant().epoch()).isEqualTo(lease.grant().epoch() + 1);
    assertThat(anew.grant().previousEpoch()).isZero();

    TestDatabase.execute("delete from kubezap.session where session_id = " + session);
    assertThatThrownBy(() -> anew.commit(batch -> write(batch, "into the void")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(attempt("a")).isInstanceOf(Acquisition.NoSuchSession.class);
  }

  @Test
  void releaseLetsTheNextOneInAtOnce() throws Exception {
    Lease lease = acquire("a", 0);
    lease.commit(batch -> write(batch, "one"));
    assertThat(lease.release()).hasValue(lease.grant().commitNo() + 2);
    Grant next = acquire("b", 0).grant();
    assertThat(next.previousReleased()).isTrue();
    assertThat(next.previousCommitNo()).isEqualTo(lease.grant().commitNo() + 2);
    assertThatThrownBy(() -> lease.commit(batch -> write(batch, "late")))
        .isInstanceOf(LeaseLostException.class);
  }

  @Test
  void ownBackendThatStillHoldsTheRowIsTerminated() throws Exception {
    acquire("a", 0);
    LeaseTable table = new LeaseTable(session, "a", LeaseTerms.DEFAULT);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(session));
    try (Connection stuck =
            opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Connection fresh =
            opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Statement hold = stuck.createStatement();
        Statement limit = fresh.createStatement()) {
      hold.execute("set idle_in_transaction_session_timeout = 0");
      stuck.setAutoCommit(false);
      hold.execute("select * from kubezap.lease where session_id = " + session + " for update");
      limit.execute("set lock_timeout = 100");
      assertThat(table.acquire(fresh, UUID.randomUUID(), 0, nanos::get, CONTINUOUS))
          .isInstanceOf(Acquisition.Acquired.class);
      assertThatThrownBy(() -> hold.execute("select 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void commitOfALivingOwnerIsNotDisturbedByOneThatWaitsForItsLease() throws Exception {
    Lease lease = acquire("a", 0);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(session));
    LeaseTable rival = new LeaseTable(session, "b", LeaseTerms.DEFAULT);
    try (Connection slow =
            opener.open(rival.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Connection fresh =
            opener.open(rival.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Statement hold = slow.createStatement();
        Statement limit = fresh.createStatement()) {
      slow.setAutoCommit(false);
      hold.execute("select * from kubezap.lease where session_id = " + session + " for update");
      limit.execute("set lock_timeout = 100");
      assertThat(rival.acquire(fresh, UUID.randomUUID(), 0, nanos::get, CONTINUOUS))
          .isInstanceOfSatisfying(
              Acquisition.HeldBy.class,
              held -> {
                assertThat(held.holder()).isEqualTo("a");
                assertThat(held.left()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
              });
      hold.execute("select 1");
      slow.rollback();
    }
    lease.commit(batch -> write(batch, "goes on"));
    assertThat(entries()).isEqualTo(1);
  }

  private FencedBatch write(FencedBatch batch, String entry) {
    return batch.add(
        "insert into work values (?, ?)", parameters -> parameters.number(session).text(entry));
  }

  private Lease acquire(String holder, long atLeast) throws SQLException {
    LeaseTable table = new LeaseTable(session, holder, LeaseTerms.DEFAULT);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(session, proxy.port()));
    Lease.Connector connector =
        () -> opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
    Connection connection = connector.connect();
    Acquisition acquisition =
        table.acquire(connection, UUID.randomUUID(), atLeast, nanos::get, CONTINUOUS);
    return new Lease(
        (Acquisition.Acquired) acquisition,
        LeaseTerms.DEFAULT,
        table,
        connection,
        connector,
        nanos::get,
        (epoch, commitNo) -> witnessed.set(commitNo),
        () -> {});
  }

  private Acquisition attempt(String holder) throws SQLException {
    try (Connection connection = TestDatabase.connect()) {
      return new LeaseTable(session, holder, LeaseTerms.DEFAULT)
          .acquire(connection, UUID.randomUUID(), 0, nanos::get, CONTINUOUS);
    }
  }

  private long entries() throws SQLException {
    return TestDatabase.number("select count(*) from work where session_id = " + session);
  }

  private long column(String name) throws SQLException {
    return TestDatabase.number(
        "select " + name + " from kubezap.lease where session_id = " + session);
  }

  private long secondsLeft() throws SQLException {
    return column("extract(epoch from expires_at - now())::bigint");
  }
}
