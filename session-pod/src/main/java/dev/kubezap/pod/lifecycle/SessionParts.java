package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.media.MediaDownloads;
import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.ownership.Breaker;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.LeaseTerms;
import dev.kubezap.pod.ownership.Ownership;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.stats.StoredTotals;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.store.SessionStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a session is made of, put together once its database is reached.
 *
 * @param claim how the lease is claimed
 * @param storage how the session's state is kept
 * @param reads what the API reads
 * @param webhooks what is delivered to
 * @param clients makes the client of each ownership
 * @param behaviour how a client that begins behaves
 * @param downloads fetches files of its own accord
 * @param reports reports the session's state
 * @param timeline of the process's start
 */
record SessionParts(
    Claim claim,
    Storage storage,
    DatabaseReads reads,
    SessionWebhooks webhooks,
    ClientFactory clients,
    Supplier<Behaviour> behaviour,
    MediaDownloads downloads,
    SessionReports reports,
    StartTimeline timeline) {
  private static final Duration PROBE_PAUSE = Duration.ofSeconds(2);

  /**
   * It was asked when the process began. Without its answer, volume and database that were restored
   * together look like the present ones: a later start is the smaller evil. One that comes later
   * still is heeded, but keys may have been used by then.
   */
  private static final Duration API_SERVER_PATIENCE = Duration.ofSeconds(10);

  /**
   * With what a process claims the lease.
   *
   * @param holder names the process
   */
  record Claim(String holder, LeaseTerms terms) {}

  /** Opens what needs the database; the session is not tried to be owned yet. */
  RunningSession open(SessionDatabase database, long sessionId) throws SQLException {
    ReadRecovery recovery = new ReadRecovery(reports::reading, PROBE_PAUSE);
    ReadConnection connection = new ReadConnection(database.opener(), sessionId, recovery);
    recovery.probeBy(connection::probe);
    EventLog events = storage.events(connection, sessionId);
    reads.open(
        storage.messages(connection, sessionId),
        storage.chats(connection, sessionId),
        storage.queue(connection, sessionId),
        storage.quarantine(connection, sessionId),
        events,
        new OutboxLag(connection, sessionId),
        new StoredTotals(connection, sessionId, System::nanoTime));
    reports.owning(Optional.empty());
    webhooks.open(connection, sessionId, events, storage.webhooks(connection, sessionId));
    Function<CommitScope, SessionStore> stores = storage.stores(sessionId);
    ReportedEpoch reported = new ReportedEpoch(reports.status().reportedEpoch());
    long inTime = reported.await(API_SERVER_PATIENCE);
    OwnedSession owned = owned(connection, sessionId, stores);
    Ownership ownership =
        new Ownership(
            database.opener(),
            claim.terms(),
            sessionId,
            claim.holder(),
            Math.max(storage.identity().witness().epoch(), inTime),
            new WatchedContinuity(
                storage.identity(), storage.mark(), reported::known, stores, Clock.systemUTC()),
            storage.mark(),
            owned,
            System::nanoTime,
            UUID::randomUUID,
            () -> ThreadLocalRandom.current().nextDouble());
    return new RunningSession(connection, ownership, owned, webhooks, reported);
  }

  private OwnedSession owned(
      ReadConnection connection, long sessionId, Function<CommitScope, SessionStore> stores) {
    FleetGate gate =
        new FleetGate(
            new Breaker(connection, sessionId)::held,
            message -> reports.degraded("ConnectingHeldBack", message));
    ClientNews news = new ClientNews(reports, gate, timeline, downloads);
    OwnedWork work =
        new OwnedWork(
            new RunningClient(reports.session(), behaviour),
            store -> clients.make(store, storage.identity(), gate, news),
            gate,
            webhooks,
            downloads,
            () -> storage.rotation(connection, sessionId));
    return new OwnedSession(stores, storage.identity(), work, reports, timeline);
  }
}
