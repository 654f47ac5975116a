package dev.kubezap.pod.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * The rows of all tables as they were, as a dump has them: restored into the same server, nothing
 * of the server itself tells that they are older.
 */
final class TableBackup {
  private static final String TABLES =
      """
      select format('kubezap.%I', relname) from pg_class
       where relnamespace = 'kubezap'::regnamespace and relkind = 'r' and relname <> 'schema_history'
       order by relname
      """;

  private final String url;
  private final Map<String, byte[]> rows;

  private TableBackup(String url, Map<String, byte[]> rows) {
    this.url = url;
    this.rows = rows;
  }

  /** Takes one of a database. */
  static TableBackup of(String url) throws SQLException, IOException {
    Map<String, byte[]> rows = new LinkedHashMap<>();
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      // All tables as of one moment, however busy the session is.
      statement.execute("begin isolation level repeatable read");
      for (String table : tables(statement)) {
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy " + table + " to stdout (format binary)", copied);
        rows.put(table, copied.toByteArray());
      }
    }
    return new TableBackup(url, rows);
  }

  /** Brings every table back to what it was. */
  void restore() throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      // Foreign keys are checked by triggers, and the rows are whole.
      statement.execute("begin; set local session_replication_role = replica");
      statement.execute("truncate " + String.join(", ", tables(statement)));
      for (Map.Entry<String, byte[]> table : rows.entrySet()) {
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

  /** Runs a statement on the restored tables. */
  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }
}
