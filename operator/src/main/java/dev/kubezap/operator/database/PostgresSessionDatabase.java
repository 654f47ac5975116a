package dev.kubezap.operator.database;

import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRows;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/** The sessions' databases in PostgreSQL. Opens a connection for each call: there are few. */
public final class PostgresSessionDatabase implements SessionDatabase {

  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 60;

  /** Undefined table and invalid schema name: nothing was ever stored there. */
  private static final Set<String> NEVER_USED = Set.of("42P01", "3F000");

  @Override
  public void migrate(DatabaseLogin login) throws SQLException {
    Migrations.run(source(login));
  }

  @Override
  public void erase(DatabaseLogin login, String namespace, String session) throws SQLException {
    try (Connection connection = source(login).getConnection()) {
      SessionRows.erase(connection, namespace, session);
    } catch (SQLException e) {
      if (!NEVER_USED.contains(e.getSQLState())) {
        throw e;
      }
    }
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
