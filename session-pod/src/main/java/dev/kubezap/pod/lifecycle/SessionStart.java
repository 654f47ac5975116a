package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reaches the database, however long that takes, then has the session try to be owned. */
final class SessionStart {
  private static final Logger LOG = Logger.getLogger(SessionStart.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private final PodSettings settings;
  private final SecureRandom random;
  private final SessionParts parts;
  private final SessionReports reports;
  private volatile Optional<RunningSession> running = Optional.empty();
  private volatile boolean ending;
  private Optional<Thread> starter = Optional.empty();

  /**
   * Nothing runs yet.
   *
   * @param parts what the session is made of
   */
  SessionStart(PodSettings settings, SecureRandom random, SessionParts parts) {
    this.settings = settings;
    this.random = random;
    this.parts = parts;
    this.reports = parts.reports();
  }

  /** Begins trying, and returns at once. */
  void begin(DatabaseLogin login) {
    rememberDevice();
    SessionDatabase database = new SessionDatabase(login);
    starter = Optional.of(Thread.ofVirtual().name("session-start").start(() -> reach(database)));
  }

  /**
   * Ends what runs.
   *
   * @param patience for what is in flight
   */
  void end(Duration patience) throws InterruptedException {
    ending = true;
    if (starter.isPresent()) {
      starter.get().interrupt();
      starter.get().join(LONGEST_DELAY);
    }
    if (running.isPresent()) {
      running.get().end(patience);
    }
    reports.standby("shutting-down");
  }

  /** So that a resource does not look unlinked while its pod starts. */
  private void rememberDevice() {
    try {
      reports.remember(parts.storage().identity().load());
    } catch (StoredStateException | StoreUnavailableException e) {
      LOG.errorf(e, "The stored identity cannot be read: is KUBEZAP_DATA_KEY another one?");
    }
    reports.changed();
  }

  private void reach(SessionDatabase database) {
    Duration delay = FIRST_DELAY;
    while (!ending) {
      try {
        SessionDatabase.Registered registered =
            database.register(settings.session(), settings.alone(), random);
        parts.timeline().mark("database");
        registered.version().warning().ifPresent(warning -> LOG.warn(warning));
        reports.degraded("SchemaNewer", registered.version().warning());
        RunningSession session = parts.open(database, registered.sessionId());
        running = Optional.of(session);
        session.start();
        return;
      } catch (SQLException e) {
        wait("database-unavailable", "the database does not answer: " + e.getMessage());
      } catch (SessionDatabase.OldSchemaException e) {
        wait("schema-too-old", e.getMessage() + ": it waits until the operator has migrated it");
      } catch (StoredStateException e) {
        LOG.errorf(e, "The stored identity cannot be read: is KUBEZAP_DATA_KEY another one?");
        reports.fail("stored-state-unreadable");
        return;
      } catch (RuntimeException e) {
        LOG.error("The session could not be started", e);
        reports.broken("the session could not be started: " + e.getClass().getSimpleName());
        return;
      }
      try {
        Thread.sleep(delay);
      } catch (InterruptedException e) {
        return;
      }
      delay =
          delay.multipliedBy(2).compareTo(LONGEST_DELAY) < 0
              ? delay.multipliedBy(2)
              : LONGEST_DELAY;
    }
  }

  private void wait(String reason, String problem) {
    reports.owning(Optional.of(problem));
    reports.standby(reason);
  }
}
