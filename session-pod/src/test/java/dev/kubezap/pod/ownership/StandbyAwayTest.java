package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRows;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that must not commit without its standby, while that is away. */
@Tag("slow")
class StandbyAwayTest {
  private static final LeaseTerms TERMS =
      new LeaseTerms(
          Duration.ofSeconds(8),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(4));

  private static final class Told implements OwnershipListener {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @Override
    public void acquired(Lease lease) {
      calls.add("acquired");
    }

    @Override
    public void lost(Lease lease, LeaseLoss reason) {
      calls.add("lost");
    }

    @Override
    public void unjudged(RuntimeException cause) {
      calls.add(cause.toString());
    }

    @Override
    public void standby(String reason) {
      calls.add(reason);
    }
  }

  @Test
  void isSaidAndWaitedFor() throws Exception {
    Told told = new Told();
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      Migrations.run(postgres.getPostgresDatabase());
      long session = SessionRows.register(connection, "shop", "support", new SecureRandom());
      statement.execute("alter system set synchronous_standby_names = 'replica'");
      statement.execute("select pg_reload_conf()");
      try (Ownership ownership = ownership(postgres, session, told)) {
        ownership.start();

        assertThat(told.calls.poll(20, TimeUnit.SECONDS))
            .contains("synchronous standby")
            .contains("replica");
        statement.execute("alter system reset synchronous_standby_names");
        statement.execute("select pg_reload_conf()");
        String next = told.calls.poll(30, TimeUnit.SECONDS);
        while (next != null && !next.equals("acquired")) {
          next = told.calls.poll(30, TimeUnit.SECONDS);
        }
        assertThat(next).isEqualTo("acquired");
      }
    }
  }

  private static Ownership ownership(EmbeddedPostgres postgres, long session, Told told) {
    return new Ownership(
        new ConnectionOpener(
            new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres", "postgres", "")),
        TERMS,
        session,
        "pod",
        0,
        (former, found, acquiring) -> Optional.empty(),
        (epoch, commitNo) -> {},
        told,
        System::nanoTime,
        UUID::randomUUID,
        () -> 0.5);
  }
}
