package dev.kubezap.operator.database;

import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRoles;
import dev.kubezap.database.SessionRows;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** The sessions' databases in PostgreSQL. Opens a connection for each call: there are few. */
public final class PostgresSessionDatabase implements SessionDatabase {

  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 60;

  /** Undefined table and invalid schema name: nothing was ever stored there. */
  private static final Set<String> NEVER_USED = Set.of("42P01", "3F000");

  /** Undefined object. */
  private static final String NO_SUCH_ROLE = "42704";

  private final SecureRandom random = new SecureRandom();

  @Override
  public void migrate(DatabaseLogin login) throws SQLException {
    try {
      Migrations.run(source(login));
      try (Connection connection = source(login).getConnection()) {
        SessionRoles.prepare(connection);
      }
    } catch (FlywayException e) {
      throw new SQLException(e.getMessage(), stateOf(e), e);
    }
  }

  /**
   * A database that was restored since it was migrated may lack its schema, or the role that all
   * sessions' roles belong to, which no dump of a database has.
   */
  @Override
  public String admit(DatabaseLogin login, String namespace, String session, String password)
      throws SQLException {
    try {
      return admitted(login, namespace, session, password);
    } catch (SQLException e) {
      if (!NEVER_USED.contains(e.getSQLState()) && !NO_SUCH_ROLE.equals(e.getSQLState())) {
        throw e;
      }
      migrate(login);
      return admitted(login, namespace, session, password);
    }
  }

  private String admitted(DatabaseLogin login, String namespace, String session, String password)
      throws SQLException {
    try (Connection connection = source(login).getConnection()) {
      long number = SessionRows.register(connection, namespace, session, random);
      SessionRoles.admit(connection, number, password);
      return SessionRoles.nameOf(number);
    }
  }

  /** The role first: whether there is one is known from the rows. */
  @Override
  public void erase(DatabaseLogin login, String namespace, String session) throws SQLException {
    try (Connection connection = source(login).getConnection()) {
      OptionalLong number = SessionRows.find(connection, namespace, session);
      if (number.isPresent()) {
        SessionRoles.drop(connection, number.getAsLong());
      }
      SessionRows.erase(connection, namespace, session);
    } catch (SQLException e) {
      if (!NEVER_USED.contains(e.getSQLState())) {
        throw e;
      }
    }
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

  private static PGSimpleDataSource source(DatabaseLogin login) {
    var source = new PGSimpleDataSource();
    source.setUrl(login.url());
    source.setUser(login.user());
    if (!login.password().isEmpty()) {
      source.setPassword(login.password());
    }
    source.setApplicationName("kubezap operator");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    return source;
  }
}
