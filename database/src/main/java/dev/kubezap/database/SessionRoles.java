package dev.kubezap.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.util.PasswordUtil;

/**
 * Login roles, one per session: row-level security shows each the rows of its own session and
 * nothing else. Made by the owner of the schema, who needs the right to make roles ({@code
 * CREATEROLE}) and no more.
 *
 * <p>What such a role may do is granted to a role without login that all of them belong to, since a
 * table with thousands of grants is slow to open.
 */
public final class SessionRoles {
  /** The role that all sessions' roles belong to, one per database server. */
  public static final String GROUP = "kubezap_sessions";

  /** What a session's role begins with; {@code own_session()} reads the number after it. */
  public static final String PREFIX = "kubezap_session_";

  /** Two for the pod, as many for one that it takes over from, some for a start. */
  private static final int CONNECTIONS = 8;

  /** Since when membership without the right to become the group can be granted. */
  private static final int SERVER_16 = 16;

  /** Since when {@code transaction_timeout} exists. */
  private static final int SERVER_17 = 17;

  /** Dependent objects still exist. */
  private static final String OWNS_SOMETHING = "2BP01";

  /**
   * The pod sets them itself, too; here they hold also behind a pooler that lends a connection for
   * a transaction.
   */
  private static final List<String> SETTINGS =
      List.of(
          "statement_timeout=5s",
          "lock_timeout=3s",
          "idle_in_transaction_session_timeout=3s",
          "synchronous_commit=on",
          "enable_seqscan=off",
          "enable_sort=off",
          "plan_cache_mode=force_generic_plan",
          "jit=off");

  private static final String TRANSACTION_TIMEOUT = "transaction_timeout=10s";

  private static final String FOUND =
      """
      select r.rolconfig, r.rolcanlogin and r.rolinherit and r.rolconnlimit = ?,
             exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid
                      where m.member = r.oid and g.rolname = ?),
             shobj_description(r.oid, 'pg_authid')
        from pg_roles r where r.rolname = ?
      """;

  private SessionRoles() {}

  /** The name of a session's role. */
  public static String nameOf(long sessionId) {
    return PREFIX + sessionId;
  }

  /**
   * Makes the group and grants it what pods need. Run it after every migration, as the owner of the
   * schema; running it again changes nothing.
   *
   * @throws SQLException with state 42501 and what to grant, when this login may not do that
   */
  public static void prepare(Connection connection) throws SQLException {
    transaction(
        connection,
        statement -> {
          boolean there = find(connection, GROUP).exists();
          Rights.check(connection, there);
          if (!there) {
            statement.execute("create role " + GROUP + " nologin");
          }
          statement.execute("grant usage on schema kubezap to " + GROUP);
          statement.execute(
              "grant execute on procedure kubezap.fence(bigint, uuid, bigint, bigint, bigint) to "
                  + GROUP);
          statement.execute(
              "grant select (version, success) on kubezap.schema_history to " + GROUP);
          statement.execute("grant select on kubezap.breaker to " + GROUP);
          for (String table : SessionRows.tables(connection)) {
            statement.execute("grant " + rights(table) + " on kubezap." + table + " to " + GROUP);
          }
        });
  }

  /** Sessions are registered and erased by the owner, a lease goes with its session. */
  private static String rights(String table) {
    return switch (table) {
      case "session" -> "select";
      case "lease" -> "select, insert, update";
      default -> "select, insert, update, delete";
    };
  }

  /**
   * Makes a session's role, or gives it this password and what else it should have. Connections
   * that are open stay. When all is so, nothing is written: which password it has is known by a
   * comment on the role, since a catalogue row that every session's check changed would be dead
   * weight for the whole server.
   *
   * @param password sent to the server as a verifier, so that no log of it has the password
   */
  public static void admit(Connection connection, long sessionId, String password)
      throws SQLException {
    String name = nameOf(sessionId);
    transaction(
        connection,
        statement -> {
          Found found = find(connection, name);
          if (!found.exists() || !found.attributes()) {
            statement.execute(
                (found.exists() ? "alter role " : "create role ")
                    + name
                    + " login inherit connection limit "
                    + CONNECTIONS);
          }
          String mark = mark(name, password);
          if (!found.mark().equals(Optional.of(mark))) {
            String verifier =
                PasswordUtil.encodePassword(name, password.toCharArray(), "scram-sha-256");
            statement.execute(
                "alter role " + name + " password " + statement.enquoteLiteral(verifier));
            statement.execute("comment on role " + name + " is " + statement.enquoteLiteral(mark));
          }
          if (!found.member()) {
            statement.execute("grant " + GROUP + " to " + name + membership(connection));
          }
          for (String setting : settings(connection)) {
            if (!found.settings().contains(setting)) {
              String[] parts = setting.split("=", 2);
              statement.execute(
                  "alter role " + name + " set " + parts[0] + " = '" + parts[1] + "'");
            }
          }
        });
  }

  /**
   * Drops a session's role with everything that it made for itself; does nothing when there is
   * none.
   */
  public static void drop(Connection connection, long sessionId) throws SQLException {
    String name = nameOf(sessionId);
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop role if exists " + name);
    } catch (SQLException e) {
      if (!OWNS_SOMETHING.equals(e.getSQLState())) {
        throw e;
      }
      dropWithAll(connection, name);
    }
  }

  /** A pod makes nothing of its own; whoever stole its password may have. */
  private static void dropWithAll(Connection connection, String name) throws SQLException {
    transaction(
        connection,
        statement -> {
          statement.execute(
              "grant "
                  + name
                  + " to current_user"
                  + (version(connection) >= SERVER_16 ? " with inherit true" : ""));
          statement.execute("drop owned by " + name);
          statement.execute("drop role " + name);
        });
  }

  private record Found(
      boolean exists,
      boolean attributes,
      boolean member,
      List<String> settings,
      Optional<String> mark) {}

  /** Tells a password from another one; 256 random bits cannot be found from it. */
  private static String mark(String name, String password) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((name + ":" + password).getBytes(StandardCharsets.UTF_8));
      return "kubezap password " + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Found find(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOUND)) {
      statement.setInt(1, CONNECTIONS);
      statement.setString(2, GROUP);
      statement.setString(3, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return new Found(false, false, false, List.of(), Optional.empty());
        }
        List<String> settings =
            row.getArray(1) == null ? List.of() : List.of((String[]) row.getArray(1).getArray());
        return new Found(
            true,
            row.getBoolean(2),
            row.getBoolean(3),
            settings,
            Optional.ofNullable(row.getString(4)));
      }
    }
  }

  private static String membership(Connection connection) throws SQLException {
    return version(connection) >= SERVER_16 ? " with inherit true, set false" : "";
  }

  private static List<String> settings(Connection connection) throws SQLException {
    return version(connection) >= SERVER_17
        ? Stream.concat(SETTINGS.stream(), Stream.of(TRANSACTION_TIMEOUT)).toList()
        : SETTINGS;
  }

  private static int version(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  private interface Work {
    void with(Statement statement) throws SQLException;
  }

  private static void transaction(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      work.with(statement);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
