package dev.kubezap.playground;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** The rows of all tables as of one moment, as a dump has them. */
final class DatabaseCopy {

  private static final String TABLES =
      """
      select format('kubezap.%I', relname) from pg_class
       where relnamespace = 'kubezap'::regnamespace and relkind = 'r' and relname <> 'schema_history'
       order by relname
      """;

  private final String url;
  private final String password;
  private final Map<String, byte[]> rows = new LinkedHashMap<>();

  private DatabaseCopy(String url, String password) {
    this.url = url;
    this.password = password;
  }

  /** Takes one while sessions write. */
  static DatabaseCopy of(String url, String password) throws SQLException, IOException {
    var copy = new DatabaseCopy(url, password);
    try (var connection = copy.connect();
        var statement = connection.createStatement()) {
      statement.execute("begin isolation level repeatable read");
      for (var table : tables(statement)) {
        var copied = new ByteArrayOutputStream();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy " + table + " to stdout (format binary)", copied);
        copy.rows.put(table, copied.toByteArray());
      }
    }
    return copy;
  }

  /** Brings every table back to what it was. */
  void restore() throws SQLException, IOException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      // Foreign keys are checked by triggers, and the rows are whole.
      statement.execute("begin; set local session_replication_role = replica");
      statement.execute("truncate " + String.join(", ", tables(statement)));
      for (var table : rows.entrySet()) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy " + table.getKey() + " from stdin (format binary)",
                new ByteArrayInputStream(table.getValue()));
      }
      statement.execute("commit");
    }
  }

  /** Runs a statement, which has to change something. */
  void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      if (statement.executeUpdate(sql) == 0) {
        throw new AssertionError("nothing was changed by " + sql);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, "postgres", password);
  }

  private static List<String> tables(Statement statement) throws SQLException {
    var tables = new ArrayList<String>();
    try (var row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }
}
