package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored with an acquisition is stored exactly when the lease is acquired. */
class AcquiringTransactionTest {
  private long session;

  @BeforeEach
  void register() throws Exception {
    session = TestDatabase.newSession();
  }

  @Test
  void noteComesWithTheAcquisition() throws Exception {
    Lease lease =
        acquire(
            (former, found, acquiring) -> {
              note(acquiring, "kept");
              return Optional.of("epoch-went-back");
            });

    assertThat(lease.restored()).contains("epoch-went-back");
    assertThat(notes()).isEqualTo(1);
    lease.commit(FencedBatch::nextSequence);
    TestLeases.end(lease);
  }

  @Test
  void nothingIsAcquiredWhenItCannotBeJudged() throws Exception {
    assertThatThrownBy(
            () ->
                acquire(
                    (former, found, acquiring) -> {
                      note(acquiring, "lost");
                      throw new IllegalStateException("the volume is gone");
                    }))
        .hasMessage("the volume is gone");

    assertThat(epochs()).isZero();
    assertThat(notes()).isZero();
  }

  @Test
  void nothingIsAcquiredWhenTheNoteIsRefused() throws Exception {
    assertThatThrownBy(
            () ->
                acquire(
                    (former, found, acquiring) -> {
                      note(acquiring, "U+0000 \u0000");
                      return Optional.of("epoch-went-back");
                    }))
        .isInstanceOf(SQLException.class);

    assertThat(epochs()).isZero();
  }

  @Test
  void serverThatHidesItsIdentityIsAcquiredWithoutIt() throws Exception {
    TestDatabase.execute("revoke execute on function pg_control_system() from public");
    LeaseTable table = new LeaseTable(session, "a", LeaseTerms.DEFAULT);
    try (Connection connection =
        new ConnectionOpener(TestDatabase.address(session))
            .open("test", Duration.ofSeconds(5), Duration.ofSeconds(5))) {
      Acquisition acquisition =
          table.acquire(
              connection,
              UUID.randomUUID(),
              0,
              System::nanoTime,
              (found, acquiring) -> Optional.empty());

      assertThat(((Acquisition.Acquired) acquisition).grant().systemIdentifier()).isEmpty();
    } finally {
      TestDatabase.execute("grant execute on function pg_control_system() to public");
    }
    assertThat(epochs()).isEqualTo(1);
  }

  private Lease acquire(Continuation continuation) throws SQLException {
    return TestLeases.acquire(
        session, "a", 0, Optional.empty(), continuation, (epoch, commitNo) -> {});
  }

  private void note(CommitScope acquiring, String text) {
    try {
      acquiring.commit(
          batch ->
              batch.add(
                  "insert into kubezap.webhook (session_id, name, position) values (?, ?, 0)",
                  parameters -> parameters.number(session).text(text)));
    } catch (LeaseLostException | CommitRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private long notes() throws SQLException {
    return TestDatabase.number(
        "select count(*) from kubezap.webhook where session_id = " + session);
  }

  /** The epoch, 0 while there is none. */
  private long epochs() throws SQLException {
    return TestDatabase.number(
        "select coalesce(max(epoch), 0) from kubezap.lease where session_id = " + session);
  }
}
