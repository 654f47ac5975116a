package dev.kubezap.playground.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.playground.binaries.Caches;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.terminal.Terminal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PostgresServerTest {

  @TempDir Path data;

  @Test
  void keepsDataOverAKillAndARestart() throws Exception {
    var server = server();
    server.start();
    var url = server.url();
    try (var connection = connect(server);
        var statement = connection.createStatement()) {
      statement.execute("create table kept (value int); insert into kept values (42)");
    }
    var before = server.pid();
    ProcessHandle.of(before).orElseThrow().destroyForcibly();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(server.pid()).isNotIn(0L, before);
              assertThat(value(server)).isEqualTo(42);
            });
    server.stop();
    assertThat(new ProcessRecords(data.resolve("run")).running()).isEmpty();

    var again = server();
    again.start();
    try {
      assertThat(again.url()).isEqualTo(url);
      assertThat(value(again)).isEqualTo(42);
    } finally {
      again.stop();
    }
  }

  @Test
  void bothProcessorsHaveTheirPrograms() {
    for (var processor : List.of("amd64", "aarch64")) {
      assertThat(PostgresPrograms.class.getResource(PostgresPrograms.archiveFor(processor)))
          .isNotNull();
    }
  }

  private PostgresServer server() throws Exception {
    return new PostgresServer(
        data.resolve("postgres"),
        Caches.folder(System.getenv()).resolve("postgres"),
        data.resolve("postgres.log"),
        new Ports(data.resolve("ports.properties")),
        new ProcessRecords(data.resolve("run")),
        new Terminal(System.out));
  }

  private static int value(PostgresServer server) throws Exception {
    try (var connection = connect(server);
        var statement = connection.createStatement();
        var found = statement.executeQuery("select value from kept")) {
      found.next();
      return found.getInt(1);
    }
  }

  private static Connection connect(PostgresServer server) throws Exception {
    return DriverManager.getConnection(server.url(), server.user(), server.password());
  }
}
