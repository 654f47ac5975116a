package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.FakeClient;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.health.Health;
import dev.kubezap.pod.identity.CommitMark;
import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.metrics.SessionMetrics;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.ConnectionOpener;
import dev.kubezap.pod.ownership.FormerOwnership;
import dev.kubezap.pod.ownership.Lease;
import dev.kubezap.pod.ownership.LeaseLoss;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.ownership.TestLeases;
import dev.kubezap.pod.store.DataKey;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.store.SessionStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One process of a session on its volume and in the shared database, from its start until the test
 * leaves it: whatever is only in memory is lost then, as after a kill.
 */
final class OneLife {
  private final long sessionId;
  private final LongSupplier reportedEpoch;
  private final ReadConnection reads;
  private final WatchedContinuity continuity;
  final CommitMark mark;
  final IdentityFile identity;
  final CurrentSession session = new CurrentSession("2.3000.1");
  final Health health = new Health();
  final AtomicInteger clients = new AtomicInteger();
  final OwnedSession owned;
  private Optional<FormerOwnership> former = Optional.empty();

  OneLife(long sessionId, Path volume) {
    this(sessionId, volume, 0);
  }

  /**
   * @param reportedEpoch what the resource's status shows
   */
  OneLife(long sessionId, Path volume, long reportedEpoch) {
    this(sessionId, volume, () -> reportedEpoch);
  }

  /**
   * @param reportedEpoch what is known of the resource's status
   */
  OneLife(long sessionId, Path volume, LongSupplier reportedEpoch) {
    this.sessionId = sessionId;
    this.reportedEpoch = reportedEpoch;
    RecordCipher cipher =
        new RecordCipher(List.of(new DataKey(new byte[DataKey.LENGTH])), new SecureRandom());
    mark = new CommitMark(volume);
    identity = new IdentityFile(volume, "shop/support", cipher);
    Storage storage =
        new Storage(
            cipher, new EventSignal(), identity, mark, new SessionMetrics(Clock.systemUTC()));
    Function<CommitScope, SessionStore> stores = storage.stores(sessionId);
    continuity = new WatchedContinuity(identity, mark, reportedEpoch, stores, Clock.systemUTC());
    reads =
        new ReadConnection(
            new ConnectionOpener(TestDatabase.address(sessionId)), sessionId, problem -> {});
    StatusReporter status = new StatusReporter(session, "pod", Optional.empty());
    OwnedWork work =
        new OwnedWork(
            new RunningClient(session, () -> Behaviour.DEFAULT),
            store -> {
              clients.incrementAndGet();
              return new FakeClient();
            },
            new FleetGate(Optional::empty, message -> {}),
            new SessionWebhooks(
                new DeclaredWebhooks(Optional.empty(), status),
                new ConfigFolder(Optional.empty()),
                (connection, id, events) -> {
                  throw new AssertionError("nothing is delivered here");
                }),
            NoDownloads.of(session),
            () -> storage.rotation(reads, sessionId));
    owned =
        new OwnedSession(
            stores,
            identity,
            work,
            new SessionReports(session, status, health),
            StartTimeline.begin());
  }

  /** Acquires the lease; nobody was told of it yet. */
  Lease acquire() throws SQLException {
    return TestLeases.acquire(
        sessionId,
        "pod",
        Math.max(identity.witness().epoch(), reportedEpoch.getAsLong()),
        former,
        continuity,
        mark);
  }

  /** Acquires the lease and goes on as an owner does. */
  Lease own() throws SQLException {
    Lease lease = acquire();
    goOn(lease);
    return lease;
  }

  /** Goes on as the owner that it has become. */
  void goOn(Lease lease) {
    owned.acquired(lease);
  }

  /** Ends the client for good and keeps the lease, as between SIGTERM and the release. */
  void stopClient() {
    owned.stop(Duration.ZERO);
  }

  /** Commits so often. */
  void work(Lease lease, int commits) throws Exception {
    for (int i = 0; i < commits; i++) {
      lease.commit(batch -> batch.nextSequence());
    }
  }

  /** Loses the lease, and goes on as a standby does. */
  void lose(Lease lease) {
    TestLeases.end(lease);
    former = Optional.of(new FormerOwnership(lease.grant(), lease.commitNo()));
    owned.lost(lease, new LeaseLoss.Fenced());
  }

  /** Ends in order. */
  void stop(Lease lease) {
    owned.stop(Duration.ZERO);
    owned.released(lease, TestLeases.release(lease));
    reads.close();
  }

  /** Ends at once. */
  void kill(Lease lease) {
    TestLeases.end(lease);
    owned.stop(Duration.ZERO);
    reads.close();
  }
}
