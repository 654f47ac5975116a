package dev.kubezap.playground.tour;

import dev.kubezap.playground.product.DatabaseAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a session has outside of the API server: rows, files and processes. Asks the database and
 * the machine itself, not the code that is to clean them up.
 */
final class SessionLeftovers {

  private static final String SESSION =
      "select session_id from kubezap.session where namespace = ? and name = ?";
  private static final String TABLES =
      """
      select t.table_name, c.column_name is not null
        from information_schema.tables t
        left join information_schema.columns c
          on c.table_schema = t.table_schema and c.table_name = t.table_name
         and c.column_name = 'session_id'
       where t.table_schema = 'kubezap' and t.table_type = 'BASE TABLE'
         and t.table_name <> 'schema_history'
      """;

  private static final String ROLE = "select count(*) from pg_roles where rolname = ?";
  private static final String LOGINS = "select count(*) from pg_stat_activity where usename = ?";

  private final DatabaseAccess database;
  private final Path node;

  SessionLeftovers(DatabaseAccess database, Path node) {
    this.database = database;
    this.node = node;
  }

  /** The number under which the session's rows are stored. */
  OptionalLong number(String namespace, String name) throws SQLException {
    try (var connection = connect();
        var statement = connection.prepareStatement(SESSION)) {
      statement.setString(1, namespace);
      statement.setString(2, name);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /**
   * How many rows each table of the schema holds for a session, and its login role; what has none
   * is left out.
   */
  Map<String, Long> rows(long session) throws SQLException {
    var counts = new TreeMap<String, Long>();
    try (var connection = connect();
        var statement = connection.createStatement();
        var tables = statement.executeQuery(TABLES)) {
      while (tables.next()) {
        var table = tables.getString(1);
        // A table that belongs to no session must not name one in any of its columns.
        var whose = tables.getBoolean(2) ? "r.session_id::text = ?" : "strpos(r::text, ?) > 0";
        var count = count(connection, table, whose, session);
        if (count > 0) {
          counts.put(table, count);
        }
      }
    }
    var roles = countOfRole(ROLE, session);
    if (roles > 0) {
      counts.put("its login role", roles);
    }
    return counts;
  }

  /** How many connections the session's own role has. */
  long logins(long session) throws SQLException {
    return countOfRole(LOGINS, session);
  }

  private long countOfRole(String sql, long session) throws SQLException {
    try (var connection = connect();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, "kubezap_session_" + session);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Files and folders of the node whose path names one of these ids. */
  List<Path> files(List<String> ids) throws IOException {
    try (var paths = Files.walk(node)) {
      return paths.filter(path -> names(node.relativize(path).toString(), ids)).toList();
    }
  }

  /** The ids of processes whose command line names one of these ids. */
  static List<Long> processes(List<String> ids) {
    var found = new ArrayList<Long>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              if (names(commandLine(process.pid()), ids)) {
                found.add(process.pid());
              }
            });
    return found;
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException goneOrSomebodyElses) {
      return "";
    }
  }

  private static boolean names(String text, List<String> ids) {
    return ids.stream().anyMatch(text::contains);
  }

  private static long count(Connection connection, String table, String whose, long session)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "select count(*) from kubezap.\"" + table + "\" r where " + whose)) {
      statement.setString(1, Long.toString(session));
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }
}
