package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.operator.breaker.Breaker;
import dev.kubezap.operator.breaker.Refusal;
import dev.kubezap.operator.database.PreparedDatabases;
import dev.kubezap.operator.database.SessionDatabase;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.status.Situation;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Writes the breaker's hold into every database, where the pods read it before they connect. */
final class FleetBreaker {

  private static final Logger LOG = Logger.getLogger(FleetBreaker.class);

  private final Optional<Breaker> breaker;
  private final SessionDatabase database;
  private final PreparedDatabases databases;
  private final EventRecorder events;
  private final Clock clock;

  /** Where the hold that is in force was written; guarded by itself. */
  private final Set<DatabaseLogin> written = new HashSet<>();

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
    breaker
        .get()
        .look(
            SessionNames.of(situation.session()),
            report.get().jid() != null,
            Refusal.at(report.get()),
            clock.instant())
        .ifPresent(hold -> begin(situation, hold));
  }

  private void begin(Situation situation, Breaker.Hold hold) {
    LOG.errorf("Connecting is held back until %s: %s", hold.until(), hold.reason());
    events.warning(
        situation.session(),
        "FleetHeldBack",
        hold.reason() + ": no session connects until " + hold.until());
    synchronized (written) {
      written.clear();
    }
    // Not on the reconciliation's thread, which has others to look at.
    Thread.ofVirtual().name("breaker").start(this::write);
  }

  /** Writes the hold where it is not written yet; a database that is away is tried again. */
  void write() {
    Optional<Breaker.Hold> hold = breaker.flatMap(one -> one.holding(clock.instant()));
    if (hold.isEmpty()) {
      return;
    }
    synchronized (written) {
      for (DatabaseLogin login : databases.known()) {
        if (written.contains(login)) {
          continue;
        }
        try {
          database.holdBack(login, hold.get().reason(), hold.get().until());
          written.add(login);
        } catch (SQLException e) {
          LOG.warnf(
              "The database at %s does not know yet that connecting is held back: %s",
              login.url(), e.getMessage());
        }
      }
    }
  }

  /** Whether connecting is held back. */
  boolean holding() {
    return breaker.flatMap(one -> one.holding(clock.instant())).isPresent();
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
