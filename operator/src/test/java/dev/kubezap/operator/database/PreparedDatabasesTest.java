package dev.kubezap.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.MovedClock;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreparedDatabasesTest {

  private static final DatabaseLogin LOGIN =
      new DatabaseLogin("jdbc:postgresql://host/db", "user", "secret");

  private final AtomicInteger attempts = new AtomicInteger();
  private final MovedClock clock = new MovedClock();
  private volatile String failure = "";
  private final PreparedDatabases databases = new PreparedDatabases(new Fake(), clock);

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

  private final class Fake implements SessionDatabase {
    @Override
    public void migrate(DatabaseLogin login) throws SQLException {
      attempts.incrementAndGet();
      if (!failure.isEmpty()) {
        throw new SQLException("no", failure);
      }
    }

    @Override
    public String admit(DatabaseLogin login, String namespace, String session, String password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void erase(DatabaseLogin login, String namespace, String session) {
      throw new UnsupportedOperationException();
    }
  }
}
