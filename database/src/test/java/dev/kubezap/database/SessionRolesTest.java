package dev.kubezap.database;

import static dev.kubezap.database.ExampleRows.execute;
import static dev.kubezap.database.Fleet.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionRolesTest {
  private Fleet fleet;
  private Connection owner;

  @BeforeAll
  void start() throws Exception {
    fleet = new Fleet();
    owner = fleet.owner();
  }

  @AfterAll
  void stop() throws Exception {
    owner.close();
    fleet.close();
  }

  @Test
  void aRoleHasItsSettings() throws Exception {
    try (Connection pod = fleet.pod(fleet.admit("settings"))) {
      assertThat(
              texts(
                  pod,
                  "select name || '=' || setting from pg_settings where name in"
                      + " ('statement_timeout', 'lock_timeout', 'synchronous_commit',"
                      + " 'idle_in_transaction_session_timeout', 'transaction_timeout') order by 1"))
          .containsExactly(
              "idle_in_transaction_session_timeout=3000",
              "lock_timeout=3000",
              "statement_timeout=5000",
              "synchronous_commit=on",
              "transaction_timeout=10000");
      assertThat(texts(pod, "select pg_catalog.pg_control_system() is not null"))
          .as("the database's identity is what a restored one is noticed by")
          .containsExactly("t");
    }
  }

  @Test
  void whatARoleLostIsGivenAgainAndConnectionsStay() throws Exception {
    long session = fleet.admit("again");
    String name = SessionRoles.nameOf(session);
    try (Connection open = fleet.pod(session)) {
      try (Connection admin = fleet.admin()) {
        execute(admin, "revoke " + SessionRoles.GROUP + " from " + name);
        execute(admin, "alter role " + name + " nologin connection limit 1");
        execute(admin, "alter role " + name + " reset all");
      }
      SessionRoles.prepare(owner);
      SessionRoles.admit(owner, session, "another");
      assertThat(texts(open, "select session_id from kubezap.session"))
          .containsExactly(Long.toString(session));
    }
    assertThatThrownBy(() -> fleet.pod(session).close())
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
    try (Connection pod = fleet.connect(name, "another")) {
      assertThat(texts(pod, "show lock_timeout")).containsExactly("3s");
      assertThat(texts(pod, "select count(*) from kubezap.lease")).containsExactly("0");
    }
  }

  /** Thousands of sessions are checked every half hour and at each start of the operator. */
  @Test
  void whatIsAsItShouldChangesNothing() throws Exception {
    long session = fleet.admit("steady");
    String name = SessionRoles.nameOf(session);
    SessionRoles.admit(owner, session, "steady password");
    try (Connection admin = fleet.admin()) {
      String versions =
          "select xmin::text from pg_authid where rolname = '%1$s' union all"
              + " select m.xmin::text from pg_auth_members m join pg_roles r on r.oid = m.member"
              + " where r.rolname = '%1$s' union all select d.xmin::text from pg_shdescription d"
              + " join pg_roles r on r.oid = d.objoid where r.rolname = '%1$s' union all"
              + " select s.xmin::text from pg_db_role_setting s join pg_roles r on r.oid ="
              + " s.setrole where r.rolname = '%1$s'";
      List<String> before = texts(admin, versions.formatted(name));
      assertThat(before).hasSizeGreaterThanOrEqualTo(4);

      SessionRoles.admit(owner, session, "steady password");
      assertThat(texts(admin, versions.formatted(name))).isEqualTo(before);

      SessionRoles.admit(owner, session, "new password");
      assertThat(texts(admin, versions.formatted(name))).isNotEqualTo(before);
      fleet.connect(name, "new password").close();
    }
  }

  @Test
  void noPasswordIsSentAsText() throws Exception {
    long session = fleet.admit("verifier");
    try (Connection admin = fleet.admin()) {
      assertThat(
              texts(
                  admin,
                  "select rolpassword from pg_authid where rolname = '"
                      + SessionRoles.nameOf(session)
                      + "'"))
          .allSatisfy(verifier -> assertThat(verifier).startsWith("SCRAM-SHA-256$4096:"));
    }
  }

  @Test
  void aDroppedRoleIsGoneAndDroppingItAgainDoesNothing() throws Exception {
    long session = fleet.admit("dropped");
    SessionRoles.drop(owner, session);
    SessionRoles.drop(owner, session);
    assertThatThrownBy(() -> fleet.pod(session).close()).isInstanceOf(SQLException.class);
  }

  @Test
  void aRoleThatMadeSomethingIsDroppedWithIt() throws Exception {
    long session = fleet.admit("owner of something");
    try (Connection pod = fleet.pod(session)) {
      texts(pod, "select lo_from_bytea(0, '\\x01')");
    }
    SessionRoles.drop(owner, session);
    assertThatThrownBy(() -> fleet.pod(session).close()).isInstanceOf(SQLException.class);
    assertThat(texts(owner, "select oid from pg_largeobject_metadata")).isEmpty();
  }

  @Test
  void anotherFleetOfTheServerIsToldWhatToGrant() throws Exception {
    try (Connection admin = fleet.admin()) {
      execute(admin, "create role fleet2 login createrole password 'fleet2'");
      execute(admin, "create database fleet2 owner fleet2");
    }
    String url = fleet.url() + "2";
    Migrations.run(url, "fleet2", "fleet2");
    try (Connection second = DriverManager.getConnection(url, "fleet2", "fleet2")) {
      assertThatThrownBy(() -> SessionRoles.prepare(second))
          .hasMessageContaining("GRANT kubezap_sessions TO fleet2 WITH ADMIN OPTION");
      execute(owner, "grant kubezap_sessions to fleet2 with admin option");
      SessionRoles.prepare(second);
      long session = SessionRows.register(second, "shop", "second", new SecureRandom());
      SessionRoles.admit(second, session, "second");
      try (Connection pod =
              DriverManager.getConnection(url, SessionRoles.nameOf(session), "second");
          Connection visitor = fleet.connect(SessionRoles.nameOf(session), "second")) {
        assertThat(texts(pod, "select session_id from kubezap.session")).hasSize(1);
        assertThat(texts(visitor, "select session_id from kubezap.session")).isEmpty();
      }
    }
  }

  @Test
  void anOwnerThatMayNotMakeRolesIsRefused() throws Exception {
    try (Connection admin = fleet.admin()) {
      execute(admin, "alter role fleet nocreaterole");
      assertThatThrownBy(() -> fleet.admit("refused"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
      assertThatThrownBy(() -> SessionRoles.prepare(owner))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"))
          .hasMessageContaining("ALTER ROLE fleet CREATEROLE");
    } finally {
      try (Connection admin = fleet.admin()) {
        execute(admin, "alter role fleet createrole");
      }
    }
  }

  /** A missing policy must not look like a lease that somebody else holds. */
  @Test
  void aMissingPolicyIsToldFromALostLease() throws Exception {
    long session = fleet.admit("policy");
    ExampleRows.fill(owner, "lease", session);
    String fence =
        "call kubezap.fence(" + session + ", '00000000-0000-7000-8000-000000000001', %d, 1000, 1)";
    try (Connection pod = fleet.pod(session);
        Connection admin = fleet.admin()) {
      execute(pod, fence.formatted(1));
      assertState(pod, fence.formatted(1), "KZ001");
      execute(admin, "drop policy own_rows on kubezap.lease");
      try {
        assertState(pod, fence.formatted(2), "KZ002");
        assertThat(texts(pod, "select kubezap.hidden_tables(" + session + ")"))
            .containsExactly("lease");
      } finally {
        execute(owner, "call kubezap.protect('kubezap.lease')");
      }
      execute(pod, fence.formatted(2));
    }
  }

  @Test
  void anotherOwnerOfTheTablesSeesNothingUntilItProtectsThem() throws Exception {
    long session = fleet.admit("owner");
    try (Connection admin = fleet.admin()) {
      execute(admin, "create role successor login password 'successor'");
      execute(admin, "grant usage on schema kubezap to successor");
      execute(admin, "alter table kubezap.chat owner to successor");
      try (Connection successor = fleet.connect("successor", "successor")) {
        assertThat(texts(successor, "select kubezap.hidden_tables(" + session + ")"))
            .singleElement()
            .satisfies(hidden -> assertThat(hidden.split(", ")).contains("chat"));
        execute(admin, "grant execute on procedure kubezap.protect to successor");
        execute(successor, "call kubezap.protect('kubezap.chat')");
        assertThat(texts(successor, "select kubezap.hidden_tables(" + session + ")"))
            .singleElement()
            .satisfies(hidden -> assertThat(hidden.split(", ")).doesNotContain("chat"));
      } finally {
        execute(admin, "alter table kubezap.chat owner to fleet");
        execute(owner, "call kubezap.protect('kubezap.chat')");
      }
    }
  }

  /**
   * The planner's estimates are everybody's to see: they must be the same for a session, a chat or
   * a sender that is there many times and for one that is not there at all.
   */
  @Test
  void estimatesTellNothingOfOthers() throws Exception {
    long victim = fleet.admit("estimates");
    execute(
        owner,
        "insert into kubezap.message select "
            + victim
            + ", gen_random_uuid(), 'id' || n, '491511@s.whatsapp.net', null, '491511@s.whatsapp.net',"
            + " 0, false, now(), 'TEXT', 'RECEIVED', '\\x01' from generate_series(1, 3000) n");
    execute(owner, "analyze kubezap.message");
    try (Connection pod = fleet.pod(fleet.admit("curious"))) {
      assertThat(
              texts(
                  pod,
                  "select * from pg_stats where schemaname = 'kubezap' and tablename = 'message'"))
          .isEmpty();
      for (String pair :
          List.of(
              "session_id = " + victim + "|session_id = 5",
              "chat = '491511@s.whatsapp.net'|chat = 'nobody'",
              "sender = '491511@s.whatsapp.net'|sender = 'nobody'")) {
        String[] conditions = pair.split("\\|", 2);
        assertThat(estimate(pod, conditions[0])).as(pair).isEqualTo(estimate(pod, conditions[1]));
      }
    }
  }

  private static String estimate(Connection pod, String condition) throws SQLException {
    return texts(pod, "explain select * from kubezap.message where " + condition)
        .getFirst()
        .replaceAll(".*rows=(\\d+).*", "$1");
  }

  private static void assertState(Connection connection, String sql, String state) {
    assertThatThrownBy(() -> execute(connection, sql))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo(state));
  }
}
