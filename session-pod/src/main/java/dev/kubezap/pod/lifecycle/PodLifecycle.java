package dev.kubezap.pod.lifecycle;

import dev.kubezap.database.Migrations;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.health.Health;
import dev.kubezap.pod.http.WorkGate;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The order in which the pod begins and ends. */
final class PodLifecycle {
  private static final Logger LOG = Logger.getLogger(PodLifecycle.class);
  private static final Duration WORK_PATIENCE = Duration.ofSeconds(10);
  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final PodSettings settings;
  private final Secrets secrets;
  private final DataFolder folder;
  private final ConfigFolder configuration;
  private final CurrentSession session;
  private final Health health;
  private final WorkGate gate;
  private Optional<EmbeddedDatabase> embedded = Optional.empty();
  private Optional<Thread> watcher = Optional.empty();

  PodLifecycle(
      PodSettings settings,
      Secrets secrets,
      DataFolder folder,
      ConfigFolder configuration,
      CurrentSession session,
      Health health,
      WorkGate gate) {
    this.settings = settings;
    this.secrets = secrets;
    this.folder = folder;
    this.configuration = configuration;
    this.session = session;
    this.health = health;
    this.gate = gate;
  }

  /** Begins; returns when requests can be served. */
  void begin() throws IOException, SQLException {
    secrets.madeKeyFile().ifPresent(file -> LOG.infof("The API key is in %s", file));
    DatabaseLogin login = settings.database().isPresent() ? settings.database().get() : embedded();
    if (settings.alone()) {
      Migrations.run(
          login.url(),
          login.user().orElse("postgres"),
          login.password().map(Secret::value).orElse(""));
    }
    watcher = Optional.of(Thread.ofVirtual().name("configuration").start(this::watchConfiguration));
    health.databaseUsable();
    health.serving();
  }

  /** Ends: no new work, what is in work ends, then the socket, the lease and the rest. */
  void end() {
    health.stopping();
    gate.close();
    watcher.ifPresent(Thread::interrupt);
    try {
      if (!gate.awaitEmpty(WORK_PATIENCE)) {
        LOG.warn("Some requests were still in work after 10 s; their callers ask again");
      }
      session.standby("shutting-down");
      if (embedded.isPresent()) {
        embedded.get().close();
      }
      folder.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warnf("Not everything ended in order: %s", e.getMessage());
    }
  }

  private void watchConfiguration() {
    try {
      while (true) {
        Thread.sleep(REFRESH);
        configuration.refresh();
      }
    } catch (InterruptedException e) {
      LOG.debug("The configuration is not watched any more");
    }
  }

  private DatabaseLogin embedded() throws IOException {
    try {
      EmbeddedDatabase database =
          EmbeddedDatabase.start(settings.dataFolder().resolve("postgresql"));
      embedded = Optional.of(database);
      return database.login();
    } catch (NoClassDefFoundError e) {
      throw new IOException("this build has no PostgreSQL of its own: set KUBEZAP_DATABASE_URL", e);
    }
  }
}
