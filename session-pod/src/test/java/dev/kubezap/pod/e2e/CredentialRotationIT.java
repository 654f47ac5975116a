package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRoles;
import dev.kubezap.database.SessionRows;
import dev.kubezap.simulator.world.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pod has a database role of its own, as in a cluster. Its password and the API key are
 * replaced in the steps in which the operator does it, under traffic both ways, and connections
 * break at every step: nothing lost, nothing doubled, no caller refused.
 */
@Tag("e2e")
@Timeout(300)
class CredentialRotationIT {
  private static final String FIRST = "the-first-key-of-the-api";
  private static final String SECOND = "the-second-key-of-the-api";

  @TempDir private Path folder;

  private Path secret;

  @BeforeEach
  void mount() throws Exception {
    secret = Files.createDirectories(folder.resolve("secret"));
    write("database-password", "one");
    write("api-key", FIRST);
  }

  @Test
  void passwordOfTheDatabaseRole() throws Exception {
    try (Stage stage = new Stage(folder, Map.of("KUBEZAP_API_KEY", FIRST))) {
      long session = admit(stage);
      Device companion = stage.pairWith(variables(session));
      stage.startTraffic();
      stage.awaitTraffic();

      write("database-password-old", "one");
      write("database-password", "two");
      breakConnections(stage, session);
      stage.awaitTraffic();
      setPassword(stage, session, "two");
      breakConnections(stage, session);
      stage.awaitTraffic();
      Files.delete(secret.resolve("database-password-old"));
      assertThatThrownBy(() -> login(stage, session, "one").close())
          .isInstanceOf(SQLException.class);
      breakConnections(stage, session);
      stage.awaitTraffic();
      stage.pod().kill();
      stage.pod().start();
      stage.awaitTraffic();

      System.out.println("CredentialRotationIT: " + new Verdict(stage, companion).pass());
    }
  }

  @Test
  void keyOfTheApi() throws Exception {
    try (Stage stage = new Stage(folder, Map.of("KUBEZAP_API_KEY", FIRST))) {
      Device companion = stage.pairWith(variables(admit(stage)));
      stage.startTraffic();
      stage.awaitTraffic();

      write("api-key-old", FIRST);
      write("api-key", SECOND);
      awaitAnswer(stage, SECOND, 200);
      stage.awaitTraffic();
      stage.pod().useKey(SECOND);
      stage.awaitTraffic();
      Files.delete(secret.resolve("api-key-old"));
      awaitAnswer(stage, FIRST, 401);
      stage.awaitTraffic();

      System.out.println("CredentialRotationIT: " + new Verdict(stage, companion).pass());
    }
  }

  private Map<String, String> variables(long session) {
    return Map.of(
        "KUBEZAP_DATABASE_USER", SessionRoles.nameOf(session),
        "KUBEZAP_DATABASE_PASSWORD_FILE", secret.resolve("database-password").toString(),
        "KUBEZAP_CONFIG_DIR", secret.toString());
  }

  /** What the operator does before it starts a pod; from then on PostgreSQL asks for passwords. */
  private long admit(Stage stage) throws Exception {
    Migrations.run(stage.postgres().url(), "postgres", null);
    long session;
    try (Connection owner = owner(stage)) {
      SessionRoles.prepare(owner);
      session = SessionRows.register(owner, "default", "default", new SecureRandom());
      SessionRoles.admit(owner, session, "one");
      stage.postgres().demandPasswords();
      try (Statement statement = owner.createStatement()) {
        statement.execute("select pg_reload_conf()");
      }
    }
    Awaitility.await("passwords are asked for")
        .atMost(Duration.ofSeconds(20))
        .until(() -> !mayLogIn(stage, session, "wrong"));
    return session;
  }

  private static boolean mayLogIn(Stage stage, long session, String password) {
    try (Connection connection = login(stage, session, password)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void setPassword(Stage stage, long session, String password) throws SQLException {
    try (Connection owner = owner(stage)) {
      SessionRoles.admit(owner, session, password);
    }
  }

  private static void breakConnections(Stage stage, long session) throws SQLException {
    try (Connection owner = owner(stage);
        Statement statement = owner.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
              + SessionRoles.nameOf(session)
              + "'");
    }
  }

  private static void awaitAnswer(Stage stage, String apiKey, int status) {
    Awaitility.await("answer " + status)
        .atMost(Duration.ofSeconds(30))
        .until(() -> stage.pod().askWith(apiKey, "/api/v1/session").status() == status);
  }

  private static Connection owner(Stage stage) throws SQLException {
    return DriverManager.getConnection(stage.postgres().url(), "postgres", "");
  }

  private static Connection login(Stage stage, long session, String password) throws SQLException {
    return DriverManager.getConnection(
        stage.postgres().url(), SessionRoles.nameOf(session), password);
  }

  /** As a whole or not at all, as a mounted Secret changes. */
  private void write(String file, String text) throws Exception {
    Path whole = Files.writeString(folder.resolve(file + ".new"), text);
    Files.move(whole, secret.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }
}
