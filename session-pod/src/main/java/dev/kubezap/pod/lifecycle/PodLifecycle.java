package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.EventStreams;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.health.Health;
import dev.kubezap.pod.http.WorkGate;
import dev.kubezap.pod.media.MediaStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The order in which the pod begins and ends. */
final class PodLifecycle {
  private static final Logger LOG = Logger.getLogger(PodLifecycle.class);
  private static final Duration WORK_PATIENCE = Duration.ofSeconds(10);
  private static final Duration CALLER_PATIENCE = Duration.ofSeconds(2);
  private static final int SHORT_KEY = 16;
  private static final Duration REFRESH = Duration.ofSeconds(2);
  private static final int ROUNDS_OF_AN_HOUR = 1_800;
  private static final int ROUNDS_OF_FIVE_MINUTES = 150;

  private final PodSettings settings;
  private final Secrets secrets;
  private final DataFolder folder;
  private final MediaStore files;
  private final ConfigFolder configuration;
  private final SessionStart start;
  private final StandingOrders orders;
  private final EventStreams streams;
  private final StatusReporter status;
  private final Health health;
  private final WorkGate gate;
  private Optional<EmbeddedDatabase> embedded = Optional.empty();
  private Optional<Thread> watcher = Optional.empty();

  PodLifecycle(
      PodSettings settings,
      Secrets secrets,
      DataFolder folder,
      MediaStore files,
      ConfigFolder configuration,
      SessionStart start,
      StandingOrders orders,
      EventStreams streams,
      StatusReporter status,
      Health health,
      WorkGate gate) {
    this.settings = settings;
    this.secrets = secrets;
    this.folder = folder;
    this.files = files;
    this.configuration = configuration;
    this.start = start;
    this.orders = orders;
    this.streams = streams;
    this.status = status;
    this.health = health;
    this.gate = gate;
  }

  /** Begins; returns when requests can be served, which does not need the database. */
  void begin() throws IOException {
    if (secrets.apiKey().filter(key -> key.value().length() < SHORT_KEY).isPresent()) {
      LOG.warnf(
          "KUBEZAP_API_KEY has fewer than %d characters: take a longer, random one", SHORT_KEY);
    }
    secrets.madeKeyFile().ifPresent(file -> LOG.infof("The API key is in %s", file));
    DatabaseLogin login = settings.database().isPresent() ? settings.database().get() : embedded();
    Thread.setDefaultUncaughtExceptionHandler(new ThreadDefects(health));
    files.clean(Instant.now());
    watcher = Optional.of(Thread.ofVirtual().name("configuration").start(this::watchConfiguration));
    health.serving();
    start.begin(login);
    orders.begin();
  }

  /** Ends: no new work, what is in work ends, then the socket, the lease and the rest. */
  void end() {
    LOG.info("Ending: no new requests, what is in work is finished");
    health.stopping();
    gate.close();
    streams.close();
    orders.close();
    files.close();
    watcher.ifPresent(Thread::interrupt);
    try {
      start.end(WORK_PATIENCE);
      if (!gate.awaitEmpty(CALLER_PATIENCE)) {
        LOG.warn("Some requests were cut off; their callers ask again");
      }
      status.close();
      if (embedded.isPresent()) {
        embedded.get().close();
      }
      folder.close();
      LOG.info("Ended in order");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warnf("Not everything ended in order: %s", e.getMessage());
    }
  }

  private void watchConfiguration() {
    try {
      for (long rounds = 1; true; rounds++) {
        Thread.sleep(REFRESH);
        configuration.refresh();
        if (rounds % ROUNDS_OF_AN_HOUR == 0) {
          files.sweep(Instant.now());
        }
        if (rounds % ROUNDS_OF_FIVE_MINUTES == 0) {
          // Nothing else tells that WhatsApp was heard.
          status.report();
        }
        status.degraded("ConfigurationInvalid", configuration.problem());
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
