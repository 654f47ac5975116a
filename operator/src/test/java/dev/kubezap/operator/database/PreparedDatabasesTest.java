package dev.kubezap.operator.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.operator.MovedClock;
import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.slots.Slots;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PreparedDatabasesTest {

  private static final DatabaseLogin LOGIN =
      new DatabaseLogin("jdbc:postgresql://host/db", "user", "secret");

  private final AtomicInteger attempts = new AtomicInteger();
  private final MovedClock clock = new MovedClock();
  private volatile String failure = "";
  private final PreparedDatabases databases =
      new PreparedDatabases(new Fake(), clock, new Slots(1), Duration.ofSeconds(30));

  @Test
  void isMigratedOnce() {
    assertThat(databases.prepare(LOGIN)).isEmpty();
    assertThat(databases.prepare(LOGIN)).isEmpty();

    assertThat(attempts).hasValue(1);
  }

  /** It may have been restored with an older schema. */
  @Test
  void isMigratedAgainAfterAWhile() {
    databases.prepare(LOGIN);
    clock.move(Duration.ofMinutes(30));

    assertThat(databases.prepare(LOGIN)).isEmpty();
    assertThat(databases.prepare(LOGIN)).isEmpty();

    assertThat(attempts).hasValue(2);
  }

  @Test
  void databaseThatWasPreparedAndIsAwayHoldsNobodyBackAndOneThatRefusesDoes() {
    databases.prepare(LOGIN);
    clock.move(Duration.ofMinutes(30));
    failure = "57P03";

    assertThat(databases.prepare(LOGIN)).isEmpty();
    assertThat(databases.prepare(LOGIN)).as("in the pause").isEmpty();
    assertThat(attempts).hasValue(2);

    failure = "42501";
    clock.move(Duration.ofSeconds(4));
    assertThat(databases.prepare(LOGIN))
        .get()
        .extracting(Problem::reason)
        .isEqualTo("DatabaseRefused");
  }

  @Test
  void anotherLoginIsAnotherDatabase() {
    databases.prepare(LOGIN);
    databases.prepare(new DatabaseLogin(LOGIN.url(), LOGIN.user(), "new password"));

    assertThat(attempts).hasValue(2);
  }

  @Test
  void databaseThatIsAwayIsAskedAgainAfterAPause() {
    failure = "08001";
    assertThat(databases.prepare(LOGIN)).get().extracting(Problem::blocking).isEqualTo(false);
    assertThat(databases.prepare(LOGIN))
        .get()
        .extracting(Problem::reason)
        .isEqualTo("DatabaseUnavailable");
    assertThat(attempts).hasValue(1);

    failure = "";
    clock.move(Duration.ofSeconds(4));

    assertThat(databases.prepare(LOGIN)).isEmpty();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void refusedLoginNeedsAPersonAndHidesThePassword() {
    failure = "28P01";

    assertThat(databases.prepare(LOGIN))
        .get()
        .satisfies(
            problem -> {
              assertThat(problem.blocking()).isTrue();
              assertThat(problem.reason()).isEqualTo("DatabaseRefused");
              assertThat(problem.message()).contains("host/db", "user").doesNotContain("secret");
            });
  }

  /** A large table takes hours; its sessions are told, and nobody waits for it in vain. */
  @Test
  void aMigrationThatTakesLongGoesOnByItself() throws Exception {
    var goOn = new CountDownLatch(1);
    var told = new AtomicReference<>(MigrationProgress.UNTOLD);
    SessionDatabase slow =
        new Fake() {
          @Override
          public void migrate(DatabaseLogin login, MigrationProgress progress) throws SQLException {
            progress.began("stored once", 3, 9);
            told.set(progress);
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
            super.migrate(login, progress);
            progress.ended();
          }
        };
    var patient = new PreparedDatabases(slow, clock, new Slots(1), Duration.ofMillis(1));
    await()
        .untilAsserted(
            () ->
                assertThat(patient.prepare(LOGIN))
                    .contains(
                        Problem.passing(
                            "DatabaseMigrating",
                            "the database at jdbc:postgresql://host/db is being migrated, step 3"
                                + " of 9 (stored once): pods of the version before go on"
                                + " meanwhile")));
    assertThat(patient.running()).isEqualTo(1);
    assertThat(patient.stepsLeft()).isEqualTo(7);
    assertThat(patient.rowsLeft()).isZero();

    requireNonNull(told.get()).advanced(15_000_000, 50_000_000);
    assertThat(patient.prepare(LOGIN))
        .get()
        .extracting(Problem::message)
        .asString()
        .contains("step 3 of 9 (stored once, about 30 % of the rows): pods");
    assertThat(patient.rowsLeft()).isEqualTo(35_000_000);
    requireNonNull(told.get()).held();
    assertThat(patient.prepare(LOGIN))
        .get()
        .extracting(Problem::message)
        .asString()
        .contains("30 % of the rows, after transactions that keep it from a table)");
    requireNonNull(told.get()).advanced(60_000_000, 50_000_000);
    assertThat(patient.prepare(LOGIN))
        .get()
        .extracting(Problem::message)
        .asString()
        .contains("about 100 % of the rows):");
    assertThat(patient.rowsLeft()).isZero();

    goOn.countDown();

    await().untilAsserted(() -> assertThat(patient.prepare(LOGIN)).isEmpty());
    assertThat(attempts).hasValue(1);
    assertThat(patient.running()).isZero();
  }

  @Test
  void whatNobodyForesawIsToldAndTriedAgain() {
    failure = "unforeseen";
    assertThat(databases.prepare(LOGIN))
        .get()
        .extracting(Problem::reason, Problem::message)
        .containsExactly("ReconcileFailed", "it is tried again after an error: nobody foresaw it");

    failure = "";
    clock.move(Duration.ofSeconds(4));
    assertThat(databases.prepare(LOGIN)).isEmpty();
  }

  private class Fake implements SessionDatabase {
    @Override
    public void migrate(DatabaseLogin login, MigrationProgress progress) throws SQLException {
      attempts.incrementAndGet();
      if (failure.equals("unforeseen")) {
        throw new IllegalStateException("nobody foresaw it");
      }
      if (!failure.isEmpty()) {
        throw new SQLException("no", failure);
      }
    }

    @Override
    public boolean stored(DatabaseLogin login, String namespace, String session) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String admit(DatabaseLogin login, String namespace, String session, String password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Hold.Row> heldBack(DatabaseLogin login) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void holdBack(DatabaseLogin login, Hold.Row row) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean letSomeConnect(DatabaseLogin login, Hold.Row row) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void letAllConnect(DatabaseLogin login) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void erase(DatabaseLogin login, String namespace, String session) {
      throw new UnsupportedOperationException();
    }
  }
}
