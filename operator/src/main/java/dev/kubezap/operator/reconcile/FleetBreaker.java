package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.operator.breaker.Breaker;
import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.breaker.Sight;
import dev.kubezap.operator.database.PreparedDatabases;
import dev.kubezap.operator.database.SessionDatabase;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.status.Situation;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Writes what the breaker says into every database, where the pods read it before they connect. A
 * row that somebody deleted stays deleted until WhatsApp refuses again.
 */
final class FleetBreaker {

  private static final Logger LOG = Logger.getLogger(FleetBreaker.class);

  /** Nothing was written yet. */
  private static final long NEVER = -1;

  private final Optional<Breaker> breaker;
  private final SessionDatabase database;
  private final PreparedDatabases databases;
  private final EventRecorder events;
  private final Clock clock;

  /** What each database says as far as it is known; without a place it was not read yet. */
  private final Map<DatabaseLogin, Written> written = new ConcurrentHashMap<>();

  /** Each by one at a time, and beside the others: one that does not answer delays nobody. */
  private final Set<DatabaseLogin> busy = ConcurrentHashMap.newKeySet();

  /** Grows with each hold that begins. */
  private final AtomicLong holds = new AtomicLong();

  /**
   * What was written.
   *
   * @param hold for which hold
   * @param row empty when it has none any more
   */
  private record Written(long hold, Optional<Hold.Row> row) {}

  /** One that watches nothing without a breaker. */
  FleetBreaker(
      Optional<Breaker> breaker,
      SessionDatabase database,
      PreparedDatabases databases,
      EventRecorder events,
      Clock clock) {
    this.breaker = breaker;
    this.database = database;
    this.databases = databases;
    this.events = events;
    this.clock = clock;
  }

  /** Looks at how a session is, and begins to hold back all of them when it was one too many. */
  void look(Situation situation) {
    Optional<SessionReport> report = situation.report();
    if (breaker.isEmpty() || report.isEmpty()) {
      return;
    }
    Optional<Hold.Row> before = row();
    breaker
        .get()
        .look(SessionNames.of(situation.session()), Sight.of(report.get()), clock.instant())
        .ifPresent(hold -> begin(situation, hold));
    if (!before.equals(row())) {
      write();
    }
  }

  private void begin(Situation situation, Hold hold) {
    LOG.errorf("Connecting is held back until %s: %s", hold.until(), hold.reason());
    holds.incrementAndGet();
    events.warning(
        situation.session(),
        "FleetHeldBack",
        hold.reason()
            + ": no session connects until "
            + hold.until()
            + ", then a few try before the others");
  }

  /**
   * Brings the databases to what the breaker says, on threads of their own; one that is away is
   * tried again at the next call.
   */
  void write() {
    breaker.ifPresent(
        known -> {
          for (DatabaseLogin login : databases.known()) {
            if (busy.add(login)) {
              Thread.ofVirtual().name("breaker").start(() -> tryToWrite(known, login));
            }
          }
        });
  }

  private void tryToWrite(Breaker known, DatabaseLogin login) {
    try {
      write(known, login);
      if (holding() && written.values().stream().allMatch(this::released)) {
        LOG.info("Connecting is held back no more: the rows that said so were deleted");
        known.release(clock.instant());
      }
    } catch (SQLException e) {
      LOG.warnf(
          "The database at %s does not know yet whether connecting is held back: %s",
          login.url(), e.getMessage());
    } finally {
      busy.remove(login);
    }
  }

  private boolean released(Written one) {
    return one.hold() == holds.get() && one.row().isEmpty();
  }

  private void write(Breaker known, DatabaseLogin login) throws SQLException {
    Written now = written.get(login);
    if (now == null) {
      Optional<Hold.Row> found = database.heldBack(login);
      found.ifPresent(row -> known.adopt(row, clock.instant()));
      now = new Written(found.isPresent() ? holds.get() : NEVER, found);
      written.put(login, now);
    }
    long hold = holds.get();
    Optional<Hold.Row> row = row();
    if (row.equals(now.row())) {
      return;
    }
    if (row.isEmpty()) {
      database.letAllConnect(login);
      written.put(login, new Written(now.hold(), row));
    } else if (now.hold() != hold) {
      database.holdBack(login, row.get());
      written.put(login, new Written(hold, row));
    } else if (now.row().isPresent()) {
      boolean kept = database.letSomeConnect(login, row.get());
      written.put(login, new Written(hold, kept ? row : Optional.empty()));
    }
  }

  private Optional<Hold.Row> row() {
    return breaker.flatMap(one -> one.row(clock.instant()));
  }

  /** Whether connecting is held back. */
  boolean holding() {
    return row().isPresent();
  }

  /** How many sessions try before the others. */
  int probes() {
    return row().map(held -> held.probes().size()).orElse(0);
  }

  /** How many sessions WhatsApp refused lately. */
  long refused() {
    return breaker.map(one -> one.count(clock.instant())).orElse(0L);
  }

  /** The session is gone. */
  void forget(SessionNames session) {
    breaker.ifPresent(one -> one.forget(session));
  }
}
