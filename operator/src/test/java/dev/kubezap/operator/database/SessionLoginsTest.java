package dev.kubezap.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.operator.MovedClock;
import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.slots.Slots;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionLoginsTest {
  private static final DatabaseLogin LOGIN =
      new DatabaseLogin("jdbc:postgresql://host/db", "owner", "secret");

  private final List<String> admitted = new ArrayList<>();
  private final MovedClock clock = new MovedClock();
  private volatile String failure = "";
  private final Slots slots = new Slots(1);
  private int migrated;
  private int asked;
  private final PreparedDatabases databases =
      new PreparedDatabases(new Fake(), clock, slots, Duration.ofSeconds(30));
  private final SessionLogins logins = new SessionLogins(new Fake(), databases, clock, slots);

  @Test
  void whatIsKnownCostsNothing() {
    assertThat(role("one")).isEqualTo(Result.found("role-support"));
    assertThat(role("one")).isEqualTo(Result.found("role-support"));

    assertThat(admitted).containsExactly("support one");
  }

  @Test
  void anotherPasswordIsSet() {
    role("one");
    role("two");

    assertThat(admitted).containsExactly("support one", "support two");
  }

  @Test
  void itIsCheckedAgainAfterAWhile() {
    role("one");
    clock.move(Duration.ofMinutes(31));
    role("one");

    assertThat(admitted).hasSize(2);
  }

  @Test
  void aDatabaseThatIsAwayHoldsBackOnlyWhoIsNew() {
    role("one");
    clock.move(Duration.ofMinutes(31));
    failure = "08001";

    assertThat(role("one")).isEqualTo(Result.found("role-support"));
    Result<String> other = logins.role(LOGIN, "shop", "other", "x");
    assertThat(other).isInstanceOf(Result.Missing.class);
    assertThat(((Result.Missing<String>) other).problems())
        .extracting(Problem::reason, Problem::blocking)
        .containsExactly(tuple("DatabaseUnavailable", false));
    assertThat(admitted).as("asked once for all").hasSize(2);
  }

  @Test
  void aDatabaseThatRefusesIsNoLongerTrusted() {
    role("one");
    clock.move(Duration.ofMinutes(31));
    failure = "42704";

    assertThat(role("one")).isInstanceOf(Result.Missing.class);
  }

  /** As a dump of one database does, whose server's roles are elsewhere. */
  @Test
  void aDatabaseThatLostWhatItWasGivenIsPreparedAnew() {
    databases.prepare(LOGIN);
    databases.prepare(LOGIN);
    assertThat(migrated).isEqualTo(1);
    failure = "42704";
    role("one");

    databases.prepare(LOGIN);

    assertThat(migrated).isEqualTo(2);
  }

  @Test
  void remembersWhereASessionIs() {
    assertThat(logins.login("shop", "support")).isEmpty();
    role("one");

    assertThat(logins.login("shop", "support")).contains(LOGIN);
    logins.forget("shop", "support");
    assertThat(logins.login("shop", "support")).isEmpty();
  }

  @Test
  void saysWhatWasStored() {
    assertThat(logins.stored(LOGIN, "shop", "old")).isEqualTo(Result.found(true));
    assertThat(logins.stored(LOGIN, "shop", "new")).isEqualTo(Result.found(false));
  }

  @Test
  void aDatabaseThatIsAwayIsNotTakenForAnEmptyOne() {
    failure = "08001";
    for (int i = 0; i < 3; i++) {
      assertThat(logins.stored(LOGIN, "shop", "old")).isInstanceOf(Result.Missing.class);
    }
    assertThat(asked).as("asked once in a while").isEqualTo(1);
  }

  @Test
  void anErasedSessionIsMadeAnew() {
    role("one");
    logins.forget("shop", "support");
    role("one");

    assertThat(admitted).hasSize(2);
  }

  private Result<String> role(String password) {
    return logins.role(LOGIN, "shop", "support", password);
  }

  private final class Fake implements SessionDatabase {
    @Override
    public void migrate(DatabaseLogin login, MigrationProgress progress) {
      migrated++;
    }

    @Override
    public boolean stored(DatabaseLogin login, String namespace, String session)
        throws SQLException {
      asked++;
      if (!failure.isEmpty()) {
        throw new SQLException("no", failure);
      }
      return session.equals("old");
    }

    @Override
    public String admit(DatabaseLogin login, String namespace, String session, String password)
        throws SQLException {
      admitted.add(session + " " + password);
      if (!failure.isEmpty()) {
        throw new SQLException("no", failure);
      }
      return "role-" + session;
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
