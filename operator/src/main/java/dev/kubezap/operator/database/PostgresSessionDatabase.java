package dev.kubezap.operator.database;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRoles;
import dev.kubezap.database.SessionRows;
import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;

/** The sessions' databases in PostgreSQL. Opens a connection for each call: there are few. */
public final class PostgresSessionDatabase implements SessionDatabase {

  /** For a call as a whole: a database is its tenant's and may send a byte now and then. */
  private static final Duration WHOLE = Duration.ofSeconds(60);

  /** Undefined table and invalid schema name: nothing was ever stored there. */
  private static final Set<String> NEVER_USED = Set.of("42P01", "3F000");

  private final SecureRandom random = new SecureRandom();

  /** A large table takes its time: the answer to one statement may come after hours. */
  @Override
  public void migrate(DatabaseLogin login, MigrationProgress progress) throws SQLException {
    try {
      Migrations.run(new BoundedSource(login, Duration.ZERO, new Attempt()), progress);
    } catch (FlywayException e) {
      throw new SQLException(e.getMessage(), stateOf(e), e);
    }
    BoundedSource.within(
        login,
        WHOLE,
        connection -> {
          SessionRoles.prepare(connection);
          return true;
        });
  }

  @Override
  public boolean stored(DatabaseLogin login, String namespace, String session) throws SQLException {
    return BoundedSource.within(
        login, WHOLE, connection -> SessionRows.sealed(connection, namespace, session));
  }

  @Override
  public String admit(DatabaseLogin login, String namespace, String session, String password)
      throws SQLException {
    return BoundedSource.within(
        login,
        WHOLE,
        connection -> {
          long number = SessionRows.register(connection, namespace, session, random);
          SessionRoles.admit(connection, number, password);
          return SessionRoles.nameOf(number);
        });
  }

  @Override
  public Optional<Hold.Row> heldBack(DatabaseLogin login) throws SQLException {
    return BoundedSource.within(login, WHOLE, BreakerRow::read);
  }

  @Override
  public void holdBack(DatabaseLogin login, Hold.Row row) throws SQLException {
    BoundedSource.within(login, WHOLE, connection -> BreakerRow.write(connection, row));
  }

  @Override
  public boolean letSomeConnect(DatabaseLogin login, Hold.Row row) throws SQLException {
    return BoundedSource.within(login, WHOLE, connection -> BreakerRow.change(connection, row));
  }

  @Override
  public void letAllConnect(DatabaseLogin login) throws SQLException {
    BoundedSource.within(login, WHOLE, BreakerRow::delete);
  }

  @Override
  public void erase(DatabaseLogin login, String namespace, String session) throws SQLException {
    try {
      BoundedSource.within(login, WHOLE, connection -> erased(connection, namespace, session));
    } catch (SQLException e) {
      if (!NEVER_USED.contains(e.getSQLState())) {
        throw e;
      }
    }
  }

  /** The role first: whether there is one is known from the rows. */
  private static boolean erased(Connection connection, String namespace, String session)
      throws SQLException {
    OptionalLong number = SessionRows.find(connection, namespace, session);
    if (number.isPresent()) {
      SessionRoles.drop(connection, number.getAsLong());
    }
    return SessionRows.erase(connection, namespace, session);
  }

  /**
   * The state that PostgreSQL gave, when it was PostgreSQL that refused and not what is stored
   * there.
   */
  private static String stateOf(Throwable e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && refused.getSQLState() != null) {
        return refused.getSQLState();
      }
    }
    return SCHEMA_UNKNOWN;
  }
}
