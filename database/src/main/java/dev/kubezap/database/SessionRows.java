package dev.kubezap.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Registers a session in the database and erases it with everything that it stored. */
public final class SessionRows {
  private static final String TABLES =
      """
      select c.relname
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'kubezap' and c.relkind in ('r', 'p') and not c.relispartition
         and a.attname = 'session_id' and not a.attisdropped
       order by c.relname = 'session', c.relname
      """;

  private SessionRows() {}

  /**
   * The number under which a session's rows are stored; registers the session when it has none yet.
   *
   * @param random where a new session's number comes from
   */
  public static long register(
      Connection connection, String namespace, String name, SecureRandom random)
      throws SQLException {
    OptionalLong known = find(connection, namespace, name);
    if (known.isPresent()) {
      return known.getAsLong();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into kubezap.session (session_id, namespace, name) values (?, ?, ?) on conflict"
                + " (namespace, name) do nothing")) {
      statement.setLong(1, random.nextLong(1, Long.MAX_VALUE));
      statement.setString(2, namespace);
      statement.setString(3, name);
      statement.executeUpdate();
    }
    return find(connection, namespace, name)
        .orElseThrow(
            () -> new SQLException("session " + namespace + "/" + name + " was erased meanwhile"));
  }

  /** The number of a registered session. */
  public static OptionalLong find(Connection connection, String namespace, String name)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select session_id from kubezap.session where namespace = ? and name = ?")) {
      statement.setString(1, namespace);
      statement.setString(2, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Whether a session of this name has stored anything that is encrypted under its data key. */
  public static boolean sealed(Connection connection, String namespace, String name)
      throws SQLException {
    OptionalLong session = find(connection, namespace, name);
    if (session.isEmpty()) {
      return false;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select exists (select from kubezap.state where session_id = ?)"
                + " or exists (select from kubezap.message where session_id = ?)")) {
      statement.setLong(1, session.getAsLong());
      statement.setLong(2, session.getAsLong());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /**
   * Deletes every row of a session, in every table. Its pod should be gone; one that still runs is
   * fenced by the missing lease. Commits when the connection is in auto-commit mode, else leaves
   * that to the caller.
   *
   * @return false when there was no such session
   */
  public static boolean erase(Connection connection, String namespace, String name)
      throws SQLException {
    boolean ownTransaction = connection.getAutoCommit();
    if (ownTransaction) {
      connection.setAutoCommit(false);
    }
    try {
      boolean erased = eraseRows(connection, namespace, name);
      if (ownTransaction) {
        connection.commit();
      }
      return erased;
    } catch (SQLException e) {
      if (ownTransaction) {
        connection.rollback();
      }
      throw e;
    } finally {
      if (ownTransaction) {
        connection.setAutoCommit(true);
      }
    }
  }

  private static boolean eraseRows(Connection connection, String namespace, String name)
      throws SQLException {
    OptionalLong session = find(connection, namespace, name);
    if (session.isEmpty()) {
      return false;
    }
    // The lease first: from then on the owner's commits wait for this transaction and fail.
    delete(connection, "lease", session.getAsLong());
    for (String table : tables(connection)) {
      delete(connection, table, session.getAsLong());
    }
    return true;
  }

  private static void delete(Connection connection, String table, long session)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("delete from kubezap.\"" + table + "\" where session_id = ?")) {
      statement.setLong(1, session);
      statement.executeUpdate();
    }
  }

  /** Every table with a session's rows; the session's own row is deleted last. */
  static List<String> tables(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(TABLES);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
