package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.health.Health;
import dev.kubezap.pod.identity.CommitMark;
import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.metrics.SessionMetrics;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.Breaker;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.LeaseTerms;
import dev.kubezap.pod.ownership.Ownership;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.store.KeyRotation;
import dev.kubezap.pod.store.MessageQueries;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.pod.store.RowCipher;
import dev.kubezap.pod.webhook.AddressPolicy;
import dev.kubezap.pod.webhook.RegistrationTable;
import dev.kubezap.pod.webhook.RetryPolicy;
import dev.kubezap.pod.webhook.Webhooks;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Reaches the database, however long that takes, then tries to own the session. */
final class SessionStart {
  private static final Logger LOG = Logger.getLogger(SessionStart.class);
  private static final Duration PROBE_PAUSE = Duration.ofSeconds(2);

  /**
   * It was asked when the process began. Without its answer, volume and database that were restored
   * together look like the present ones: a later start is the smaller evil. One that comes later
   * still is heeded, but keys may have been used by then.
   */
  private static final Duration API_SERVER_PATIENCE = Duration.ofSeconds(10);

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private final PodSettings settings;
  private final Secrets secrets;
  private final RecordCipher cipher;
  private final EventSignal signal;
  private final DatabaseReads reads;
  private final CurrentSession session;
  private final ClientFactory clients;
  private final SessionWebhooks webhooks;
  private final SessionMetrics metrics;
  private final StatusReporter status;
  private final Health health;
  private final SecureRandom random;
  private final StartTimeline timeline;
  private final IdentityFile identity;
  private final CommitMark mark;
  private volatile Optional<Running> running = Optional.empty();
  private volatile boolean ending;
  private Optional<Thread> starter = Optional.empty();

  private record Running(ReadConnection connection, Ownership ownership, OwnedSession owned) {}

  SessionStart(
      PodSettings settings,
      Secrets secrets,
      RecordCipher cipher,
      EventSignal signal,
      DatabaseReads reads,
      CurrentSession session,
      ClientFactory clients,
      SessionWebhooks webhooks,
      SessionMetrics metrics,
      StatusReporter status,
      Health health,
      SecureRandom random,
      StartTimeline timeline) {
    this.settings = settings;
    this.secrets = secrets;
    this.cipher = cipher;
    this.signal = signal;
    this.reads = reads;
    this.session = session;
    this.clients = clients;
    this.webhooks = webhooks;
    this.metrics = metrics;
    this.status = status;
    this.health = health;
    this.random = random;
    this.timeline = timeline;
    identity =
        new IdentityFile(
            settings.dataFolder(),
            settings.session().namespace() + "/" + settings.session().name(),
            cipher);
    mark = new CommitMark(settings.dataFolder());
  }

  /** Begins trying, and returns at once. */
  void begin(DatabaseLogin login) {
    rememberDevice();
    SessionDatabase database = new SessionDatabase(login);
    starter = Optional.of(Thread.ofVirtual().name("session-start").start(() -> reach(database)));
  }

  /**
   * Ends what runs: the client takes no work, finishes what is in flight and closes its socket,
   * then the lease is given back.
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
      Running now = running.get();
      now.owned().stop(patience);
      webhooks.stop();
      now.ownership().close();
      now.connection().close();
    }
    session.standby("shutting-down");
    status.report();
  }

  /** So that a resource does not look unlinked while its pod starts. */
  private void rememberDevice() {
    try {
      session.remember(identity.load());
    } catch (StoredStateException | StoreUnavailableException e) {
      LOG.errorf(e, "The stored identity cannot be read: is KUBEZAP_DATA_KEY another one?");
    }
    status.report();
  }

  private void reach(SessionDatabase database) {
    Duration delay = FIRST_DELAY;
    while (!ending) {
      try {
        SessionDatabase.Registered registered =
            database.register(settings.session(), settings.alone(), random);
        timeline.mark("database");
        registered.version().warning().ifPresent(warning -> LOG.warn(warning));
        status.degraded("SchemaNewer", registered.version().warning());
        own(database, registered.sessionId());
        return;
      } catch (SQLException e) {
        wait("database-unavailable", "the database does not answer: " + e.getMessage());
      } catch (SessionDatabase.OldSchemaException e) {
        wait("schema-too-old", e.getMessage() + ": it waits until the operator has migrated it");
      } catch (StoredStateException e) {
        LOG.errorf(e, "The stored identity cannot be read: is KUBEZAP_DATA_KEY another one?");
        session.fail("stored-state-unreadable");
        status.report();
        return;
      } catch (RuntimeException e) {
        LOG.error("The session could not be started", e);
        health.broken("the session could not be started: " + e.getClass().getSimpleName());
        session.fail("internal-error");
        status.report();
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
    health.owning(Optional.of(problem));
    session.standby(reason);
    status.report();
  }

  private void own(SessionDatabase database, long sessionId) throws SQLException {
    ReadRecovery recovery = new ReadRecovery(health, PROBE_PAUSE);
    ReadConnection connection = new ReadConnection(database.opener(), sessionId, recovery);
    recovery.probeBy(connection::probe);
    EventLog events = new EventLog(connection, sessionId, cipher, signal);
    reads.open(
        new MessageQueries(connection, sessionId, cipher),
        events,
        new OutboxLag(connection, sessionId));
    health.owning(Optional.empty());
    webhooks.open(
        webhooks(connection, sessionId, events),
        new RegisteredWebhooks(
            new RegistrationTable(connection, sessionId, new RowCipher(cipher, sessionId))));
    Function<CommitScope, SessionStore> stores = Stores.of(sessionId, cipher, signal);
    ReportedEpoch reported = new ReportedEpoch(status.reportedEpoch());
    long inTime = reported.await(API_SERVER_PATIENCE);
    OwnedSession owned =
        new OwnedSession(
            () -> new KeyRotation(connection, sessionId, cipher, metrics),
            new FleetGate(
                new Breaker(connection)::held,
                message -> status.degraded("ConnectingHeldBack", message)),
            session,
            identity,
            stores,
            clients,
            webhooks,
            status,
            health,
            timeline);
    Ownership ownership =
        new Ownership(
            database.opener(),
            LeaseTerms.of(settings.lease()),
            sessionId,
            secrets.holder(),
            Math.max(identity.witness().epoch(), inTime),
            new WatchedContinuity(identity, mark, reported::known, stores, Clock.systemUTC()),
            mark,
            owned,
            System::nanoTime,
            UUID::randomUUID,
            () -> ThreadLocalRandom.current().nextDouble());
    running = Optional.of(new Running(connection, ownership, owned));
    ownership.start();
    reported.whenKnown(ownership::givenBefore);
  }

  private Webhooks webhooks(ReadConnection connection, long sessionId, EventLog events) {
    return new Webhooks(
        connection,
        sessionId,
        events,
        signal,
        new CloudEventJson(settings.session().namespace(), settings.session().name()),
        new AddressPolicy(settings.loopbackWebhooks()),
        RetryPolicy.DEFAULT,
        new LazyTls(),
        metrics,
        Clock.systemUTC(),
        () -> ThreadLocalRandom.current().nextDouble());
  }
}
