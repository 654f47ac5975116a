package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy that is missing is named, and never taken for another owner or for empty state. */
class RowsHiddenTest {
  private static final LeaseTable.Judge CONTINUOUS = (found, acquiring) -> Optional.empty();

  private long session;

  @BeforeEach
  void register() throws Exception {
    session = TestDatabase.newSession();
  }

  @AfterEach
  void protectAgain() throws Exception {
    TestDatabase.execute("call kubezap.protect('kubezap.lease')");
    TestDatabase.execute("call kubezap.protect('kubezap.state')");
  }

  @Test
  void aCommitNamesThePolicyThatWentMissing() throws Exception {
    Lease lease = TestLeases.acquire(session, "a");
    TestDatabase.execute("drop policy own_rows on kubezap.lease");
    assertThatThrownBy(() -> lease.commit(batch -> {})).isInstanceOf(LeaseLostException.class);
    assertThat(lease.loss()).isInstanceOf(LeaseLoss.RowsHidden.class);
    assertThat(String.valueOf(lease.loss())).contains("lease");
  }

  @Test
  void soDoesARenewal() throws Exception {
    AtomicLong nanos = new AtomicLong(System.nanoTime());
    LeaseTable table = new LeaseTable(session, "a", LeaseTerms.DEFAULT);
    Connection connection = open(session);
    Acquisition acquisition =
        table.acquire(connection, UUID.randomUUID(), 0, nanos::get, CONTINUOUS);
    Lease lease =
        new Lease(
            (Acquisition.Acquired) acquisition,
            LeaseTerms.DEFAULT,
            table,
            connection,
            () -> open(session),
            nanos::get,
            (epoch, commitNo) -> {},
            () -> {});
    TestDatabase.execute("drop policy own_rows on kubezap.lease");
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThatThrownBy(lease::renewIfDue).isInstanceOf(LeaseLostException.class);
    assertThat(lease.loss()).isEqualTo(new LeaseLoss.RowsHidden("lease"));
  }

  @Test
  void aSessionIsNotOwnedWhileAnyOfItsTablesIsHidden() throws Exception {
    TestDatabase.execute("drop policy own_rows on kubezap.state");
    assertThat(attempt()).isEqualTo(new Acquisition.RowsHidden("state"));
    TestDatabase.execute("call kubezap.protect('kubezap.state')");
    assertThat(attempt()).isInstanceOf(Acquisition.Acquired.class);
  }

  @Test
  void theRoleOfAnotherSessionOwnsNothing() throws Exception {
    long other = TestDatabase.newSession();
    try (Connection connection = open(other)) {
      assertThat(
              new LeaseTable(session, "a", LeaseTerms.DEFAULT)
                  .acquire(connection, UUID.randomUUID(), 0, System::nanoTime, CONTINUOUS))
          .isInstanceOfSatisfying(
              Acquisition.RowsHidden.class,
              hidden -> assertThat(hidden.tables()).contains("lease", "message", "state"));
    }
  }

  @Test
  void theOwnerSaysSoWhileItWaits() throws Exception {
    AtomicReference<String> reason = new AtomicReference<>("");
    TestDatabase.execute("drop policy own_rows on kubezap.state");
    OwnershipListener listener =
        new OwnershipListener() {
          @Override
          public void acquired(Lease lease) {}

          @Override
          public void lost(Lease lease, LeaseLoss loss) {}

          @Override
          public void unjudged(RuntimeException cause) {}

          @Override
          public void standby(String why) {
            reason.set(why);
          }
        };
    try (Ownership ownership =
        new Ownership(
            new ConnectionOpener(TestDatabase.address(session)),
            LeaseTerms.DEFAULT,
            session,
            "a",
            0,
            (former, found, acquiring) -> Optional.empty(),
            (epoch, commitNo) -> {},
            listener,
            System::nanoTime,
            UUID::randomUUID,
            () -> 0.5)) {
      ownership.start();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  String.valueOf(reason.get())
                      .startsWith("the database hides this session's rows in state"));
    }
  }

  private Acquisition attempt() throws SQLException {
    try (Connection connection = open(session)) {
      return new LeaseTable(session, "a", LeaseTerms.DEFAULT)
          .acquire(connection, UUID.randomUUID(), 0, System::nanoTime, CONTINUOUS);
    }
  }

  private static Connection open(long role) throws SQLException {
    return new ConnectionOpener(TestDatabase.address(role))
        .open("test", Duration.ofSeconds(5), Duration.ofSeconds(5));
  }
}
