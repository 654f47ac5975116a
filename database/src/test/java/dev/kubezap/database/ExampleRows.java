package dev.kubezap.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Made-up rows for whatever tables the catalogue has, so that new tables are tested by themselves.
 */
final class ExampleRows {
  private ExampleRows() {}

  /** Inserts one row of a session; the session's own row is there already. */
  static void fill(Connection connection, String table, long session) throws SQLException {
    if (!table.equals("session")) {
      execute(connection, insert(connection, table, session));
    }
  }

  /** The statement that inserts one row of a session. */
  static String insert(Connection connection, String table, long session) throws SQLException {
    Map<String, String> values = values(connection, table, session);
    return "insert into kubezap."
        + table
        + " ("
        + String.join(", ", values.keySet())
        + ") values ("
        + String.join(", ", values.values())
        + ")";
  }

  private static Map<String, String> values(Connection connection, String table, long session)
      throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select a.attname, t.typname from pg_attribute a join pg_type t on t.oid ="
                    + " a.atttypid where a.attrelid = 'kubezap."
                    + table
                    + "'::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull and not"
                    + " a.atthasdef order by a.attnum")) {
      while (rows.next()) {
        values.put(
            rows.getString(1),
            rows.getString(1).equals("session_id")
                ? Long.toString(session)
                : example(rows.getString(2)));
      }
    }
    return values;
  }

  private static String example(String type) {
    return switch (type) {
      case "int2", "int4", "int8" -> "1";
      case "bool" -> "true";
      case "text" -> "'waiting'";
      case "bytea" -> "'\\x01'";
      case "uuid" -> "'00000000-0000-7000-8000-000000000001'";
      case "timestamptz" -> "now()";
      case "json", "jsonb" -> "'{}'";
      default -> throw new IllegalArgumentException("give an example for type " + type);
    };
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
