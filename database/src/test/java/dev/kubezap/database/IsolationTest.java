package dev.kubezap.database;

import static dev.kubezap.database.ExampleRows.execute;
import static dev.kubezap.database.Fleet.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

/**
 * Goes through every table, view, sequence and function that the catalogue has, as the role of
 * another session. What is added later is tested without a change here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationTest {
  private static final String DENIED = "42501";
  private static final String HIDDEN = "KZ002";
  private static final String NOT_OURS = "00000000-0000-7000-8000-000000000001";

  private Fleet fleet;
  private long victim;
  private long stranger;
  private Connection owner;
  private Connection pod;

  @BeforeAll
  void twoSessionsWithARowInEveryTable() throws Exception {
    fleet = new Fleet();
    victim = fleet.admit("victim");
    stranger = fleet.admit("stranger");
    owner = fleet.owner();
    pod = fleet.pod(stranger);
    for (String table : sessionTables()) {
      ExampleRows.fill(owner, table, victim);
      ExampleRows.fill(owner, table, stranger);
    }
  }

  @AfterAll
  void stop() throws Exception {
    pod.close();
    owner.close();
    fleet.close();
  }

  @Test
  void everyTableForcesRowSecurity() throws Exception {
    assertThat(
            texts(
                owner,
                "select relname from pg_class where relnamespace = 'kubezap'::regnamespace and"
                    + " relkind in ('r', 'p', 'm', 'f') and not (relrowsecurity and"
                    + " relforcerowsecurity)"))
        .as("tables without forced row-level security: call kubezap.protect in their migration")
        .containsExactly("schema_history");
  }

  @Test
  void everyRelationIsKnownToTheTest() throws Exception {
    assertThat(
            texts(
                owner,
                "select relname from pg_class c where relnamespace = 'kubezap'::regnamespace and"
                    + " relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not exists (select from"
                    + " pg_attribute where attrelid = c.oid and attname = 'session_id') order by 1"))
        .as("relations without a session: decide what a session's role may see of them")
        .containsExactly("breaker", "migration_place", "schema_history");
    assertThat(refusal("select * from kubezap.schema_history")).contains(DENIED);
    assertThat(refusal("select version, success from kubezap.schema_history")).isEmpty();
    assertThat(refusal("select * from kubezap.breaker")).isEmpty();
    assertThat(refusal("select * from kubezap.migration_place")).contains(DENIED);
    for (String table : List.of("breaker", "migration_place", "schema_history")) {
      assertThat(writes(table))
          .as(table)
          .allSatisfy(sql -> assertThat(refusal(sql)).contains(DENIED));
    }
  }

  private static List<String> writes(String table) {
    return List.of(
        "insert into kubezap." + table + " select * from kubezap." + table,
        "update kubezap." + table + " set " + column(table) + " = ''",
        "delete from kubezap." + table,
        "truncate kubezap." + table);
  }

  private static String column(String table) {
    return switch (table) {
      case "breaker" -> "reason";
      case "migration_place" -> "version";
      default -> "script";
    };
  }

  @Test
  void nothingIsReadableOrCountable() throws Exception {
    for (String table : sessionTables()) {
      String from = " from kubezap." + table;
      assertThat(texts(pod, "select distinct session_id" + from))
          .as(table)
          .containsExactly(Long.toString(stranger));
      assertThat(texts(pod, "select count(*)" + from)).as(table).containsExactly("1");
      assertThat(texts(pod, "select count(*)" + from + " tablesample system (100)"))
          .as(table)
          .containsExactly("1");
      assertThat(texts(pod, "select ctid" + from + " where session_id = " + victim))
          .as(table)
          .isEmpty();
      assertThat(copied("kubezap." + table).lines().count()).as(table).isEqualTo(1);
      assertThat(refusal("set row_security = off; select *" + from)).as(table).contains(DENIED);
    }
  }

  /** A cheap function of the caller's own must not be called with rows before the policy. */
  @Test
  void functionsOfTheCallerSeeNoOtherRows() throws Exception {
    execute(
        pod,
        "create function pg_temp.spy(text) returns boolean language plpgsql cost 0.0000001 as $$"
            + " begin raise warning 'saw %', $1; return true; end $$");
    for (String table : sessionTables()) {
      try (Statement statement = pod.createStatement()) {
        statement.execute("select from kubezap." + table + " t where pg_temp.spy(t::text)");
        for (SQLWarning seen = statement.getWarnings();
            seen != null;
            seen = seen.getNextWarning()) {
          assertThat(seen.getMessage()).as(table).contains(Long.toString(stranger));
        }
      }
    }
  }

  @Test
  void nothingIsWritable() throws Exception {
    for (String table : sessionTables()) {
      String name = "kubezap." + table;
      String insert = ExampleRows.insert(owner, table, victim);
      assertThat(refusal(insert)).as(insert).contains(DENIED);
      assertThat(refusal(insert + " on conflict do nothing")).as(insert).contains(DENIED);
      assertThat(
              touched(
                  "update " + name + " set session_id = session_id where session_id = " + victim))
          .as(table)
          .isZero();
      assertThat(refusal("update " + name + " set session_id = " + victim))
          .as("moving rows of %s to another session", table)
          .contains(DENIED);
      assertThat(touched("delete from " + name + " where session_id = " + victim))
          .as(table)
          .isZero();
      assertThat(touched("delete from " + name)).as(table).isBetween(0, 1);
      assertThat(refusal("truncate " + name)).contains(DENIED);
      assertThat(refusal("alter table " + name + " no force row level security")).contains(DENIED);
      assertThat(refusal("drop policy own_rows on " + name)).contains(DENIED);
      assertThat(refusal("create policy mine on " + name + " using (true)")).contains(DENIED);
      assertThat(refusal("create temp table key (id bigint references " + name + " (session_id))"))
          .isPresent();
      assertThat(texts(owner, "select session_id from " + name + " where session_id = " + victim))
          .as("rows of the other session in %s", table)
          .hasSize(1);
    }
  }

  /** Whether a row is there must not show in how inserting it again is refused. */
  @Test
  void refusalsTellNothing() throws Exception {
    for (String table : sessionTables()) {
      assertThat(message(ExampleRows.insert(owner, table, victim)))
          .as(table)
          .isEqualTo(message(ExampleRows.insert(owner, table, 7)));
    }
  }

  @Test
  void noSequenceIsReadable() throws Exception {
    for (String sequence :
        texts(
            owner,
            "select oid::regclass from pg_class where relnamespace = 'kubezap'::regnamespace and"
                + " relkind = 'S'")) {
      assertThat(refusal("select last_value from " + sequence)).as(sequence).contains(DENIED);
      assertThat(refusal("select nextval('" + sequence + "')")).as(sequence).contains(DENIED);
    }
    assertThat(refusal("create sequence kubezap.mine")).contains(DENIED);
  }

  @Test
  void functionsServeTheirOwnSessionOnly() throws Exception {
    String name = SessionRoles.nameOf(stranger);
    assertThat(
            texts(
                owner,
                "select proname from pg_proc where pronamespace = 'kubezap'::regnamespace and"
                    + " has_function_privilege('"
                    + name
                    + "', oid, 'execute') order by 1"))
        .as("functions that a session's role may call: each needs a line below")
        .containsExactly("fence", "hidden_tables", "own_session");
    assertThat(
            texts(
                owner,
                "select proname from pg_proc where pronamespace = 'kubezap'::regnamespace and"
                    + " prosecdef"))
        .as("functions with the owner's rights")
        .isEmpty();
    assertThat(texts(pod, "select kubezap.own_session()")).containsExactly(Long.toString(stranger));
    assertThat(texts(owner, "select kubezap.own_session()")).containsOnlyNulls();
    assertThat(texts(pod, "select kubezap.hidden_tables(" + stranger + ")")).containsOnlyNulls();
    assertThat(texts(pod, "select kubezap.hidden_tables(" + victim + ")"))
        .containsExactly(String.join(", ", sessionTables().stream().sorted().toList()));
    // With the right token and number, which nobody else can know.
    assertThat(refusal("call kubezap.fence(" + victim + ", '" + NOT_OURS + "', 1, 1000, 1)"))
        .contains(HIDDEN);
    assertThat(texts(owner, "select commit_no from kubezap.lease where session_id = " + victim))
        .containsExactly("1");
  }

  @Test
  void theSchemaAndItsRolesCannotBeChanged() throws Exception {
    for (String sql :
        List.of(
            "create table kubezap.mine ()",
            "create function kubezap.own_session(int) returns int return 1",
            "alter function kubezap.own_session() volatile",
            "create role helper",
            "set role " + SessionRoles.GROUP,
            "set role " + Fleet.OWNER,
            "set role " + SessionRoles.nameOf(victim),
            "set session authorization " + SessionRoles.nameOf(victim),
            "grant " + SessionRoles.GROUP + " to " + Fleet.OWNER,
            "grant select on kubezap.message to public",
            "alter role " + SessionRoles.nameOf(victim) + " password 'x'",
            "alter role " + SessionRoles.nameOf(stranger) + " bypassrls",
            "alter role "
                + SessionRoles.nameOf(stranger)
                + " rename to "
                + SessionRoles.PREFIX
                + "9",
            "analyze kubezap.message",
            "vacuum kubezap.message")) {
      assertThat(refusedOrSkipped(sql)).as(sql).isTrue();
    }
  }

  /** A search_path of the caller must not change what the policies call. */
  @Test
  void aSearchPathOfTheCallerChangesNoPolicy() throws Exception {
    for (String sql :
        List.of(
            "create function pg_temp.starts_with(text, text) returns boolean return true",
            "create function pg_temp.substr(text, int) returns text return '" + victim + "'",
            "set search_path = pg_temp, pg_catalog")) {
      execute(pod, sql);
    }
    try {
      assertThat(texts(pod, "select session_id from kubezap.session"))
          .containsExactly(Long.toString(stranger));
    } finally {
      execute(pod, "reset search_path");
    }
  }

  @Test
  void othersConnectionsShowNoStatementsAndCannotBeEnded() throws Exception {
    try (Connection other = fleet.pod(victim)) {
      String pid = texts(other, "select pg_backend_pid()").getFirst();
      assertThat(texts(pod, "select query from pg_stat_activity where pid = " + pid))
          .containsExactly("<insufficient privilege>");
      assertThat(refusal("select pg_terminate_backend(" + pid + ")")).contains(DENIED);
      assertThat(refusal("select pg_cancel_backend(" + pid + ")")).contains(DENIED);
      String large = texts(other, "select lo_from_bytea(0, '\\x01')").getFirst();
      assertThat(refusal("select lo_get(" + large + ")")).contains(DENIED);
      execute(other, "select lo_unlink(" + large + ")");
    }
  }

  private List<String> sessionTables() throws SQLException {
    return SessionRows.tables(owner);
  }

  private String copied(String table) throws SQLException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pod.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** How many rows a statement of the stranger would change; none when it is refused. */
  private int touched(String sql) throws SQLException {
    pod.setAutoCommit(false);
    try (Statement statement = pod.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(DENIED);
      return 0;
    } finally {
      pod.rollback();
      pod.setAutoCommit(true);
    }
  }

  /** The state by which a statement of the stranger is refused; nothing of it stays. */
  private Optional<String> refusal(String sql) throws SQLException {
    return failure(sql).map(SQLException::getSQLState);
  }

  private String message(String sql) throws SQLException {
    return failure(sql).map(Throwable::getMessage).orElse("");
  }

  private Optional<SQLException> failure(String sql) throws SQLException {
    pod.setAutoCommit(false);
    try (Statement statement = pod.createStatement()) {
      statement.execute(sql);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e);
    } finally {
      pod.rollback();
      pod.setAutoCommit(true);
    }
  }

  /** VACUUM, ANALYZE and GRANT pass over what one may not touch, with a warning. */
  private boolean refusedOrSkipped(String sql) throws SQLException {
    try (Statement statement = pod.createStatement()) {
      statement.execute(sql);
      SQLWarning warning = statement.getWarnings();
      return warning != null
          && String.valueOf(warning.getMessage()).matches("permission denied.*|no privileges.*");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as("%s: %s", sql, e.getMessage()).isIn(DENIED, "0A000");
      return true;
    }
  }
}
