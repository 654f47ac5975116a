package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.ClientSettings;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.connection.Connector;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.pairing.PairingSettings;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/**
 * All parts of a session, put together; without a thread, so that tests turn its loop themselves.
 */
final class Session {
  private static final Logger LOG = System.getLogger(Session.class.getName());

  private final Mailbox mailbox =
      new Mailbox(SessionTimes.MAILBOX_INPUTS, SessionTimes.MAILBOX_BYTES);
  private final Timers timers = new Timers();
  private final StatusWaiters waiters = new StatusWaiters();
  private final ChangeWaiters changes = new ChangeWaiters();
  private final InstantSource clock;
  private final IdentityStore identities;
  private final CachedState state;
  private final Connections connections;
  private final EffectPerformer performer;
  private final BatchRunner runner;
  private final EngineLoop loop;
  private final ClientMetrics metrics;
  private final HistoryReads histories;
  private SessionState first;

  /**
   * What a session is given from outside.
   *
   * @param clock what is stored and told goes by it
   * @param waits what is waited for goes by it: never set, so that only its differences count
   */
  record Surroundings(
      SessionStore store,
      IdentityStore identities,
      Connector connector,
      ConnectGate gate,
      VersionFetcher versions,
      HistoryReads histories,
      FileFetcher files,
      InstantSource clock,
      InstantSource waits,
      RandomBytes random,
      ClientListener listener,
      ClientMetrics metrics) {}

  Session(ClientSettings settings, Surroundings given) {
    this.clock = given.clock();
    this.identities = given.identities();
    this.state = new CachedState(given.store(), SessionTimes.CACHED_RECORDS);
    this.connections = new Connections(given.connector(), mailbox, clock, given.metrics());
    this.first = SessionState.starting(settings.clientVersion());
    this.performer =
        new EffectPerformer(
            connections,
            mailbox,
            timers,
            waiters,
            changes,
            given.versions(),
            given.histories(),
            given.files(),
            clock,
            given.waits(),
            given.listener(),
            given.metrics(),
            first);
    PairingSettings pairing =
        new PairingSettings(
            settings.pairingPhoneNumber().map(number -> number.replace("+", "")),
            settings.deviceName());
    Deciding deciding =
        new Deciding(Routes.of(pairing, Backoff.DEFAULT, given.gate()), given.random());
    this.runner =
        new BatchRunner(
            deciding, state, given.identities(), performer, clock, given.metrics(), first);
    this.metrics = given.metrics();
    this.histories = given.histories();
    this.loop =
        new EngineLoop(
            mailbox,
            timers,
            runner,
            given.waits(),
            this::storeIsAway,
            new Restarts(failures -> Backoff.DEFAULT.delay(failures, given.random())),
            new Anew());
  }

  /**
   * Reads the identity and puts the first work into the mailbox.
   *
   * @throws dev.kubezap.whatsapp.store.StoredStateException when the identity cannot be read
   */
  void begin() {
    first = first.with(identities.load());
    runner.begin(first);
    performer.publish(first, false);
    mailbox.post(Pending.of(new SessionStart.Started()));
  }

  Mailbox mailbox() {
    return mailbox;
  }

  EngineLoop loop() {
    return loop;
  }

  StatusWaiters waiters() {
    return waiters;
  }

  ChangeWaiters changes() {
    return changes;
  }

  SessionSnapshot snapshot() {
    return performer.snapshot();
  }

  /** Whether nothing is under way that a clean end should wait for. */
  boolean isSettled() {
    try {
      return loop.isIdle() && (!connections.isOpen() || state.prepared().isEmpty());
    } catch (StoreUnavailableException away) {
      // It cannot be learnt, and what is stored waits for the next owner.
      return loop.isIdle();
    }
  }

  /** Drops every cached state. */
  void forget() {
    state.forget();
  }

  /** Shows that the session cannot go on in this process. */
  void fail(Phase phase, String reason) {
    performer.publish(
        performer.session().after(SessionChange.Moved.to(phase, reason), clock.instant()), false);
  }

  /**
   * Closes the connection at once, from any thread, whatever the session's own thread waits for.
   */
  void disconnect(String why) {
    connections.end(why);
  }

  /** Closes the connection and gives up everybody who waits. */
  void end(RuntimeException cause) {
    connections.drop("the session ends in this process");
    timers.clear();
    histories.close();
    runner.parts().abandonCallers(cause);
    mailbox.close().forEach(pending -> performer.fail(pending, cause));
    waiters.fail(cause);
    changes.fail(cause);
  }

  /** A defect drops what is in memory, and what is stored is read again. */
  private final class Anew implements EngineLoop.Breakdown {
    @Override
    public void broken(RuntimeException cause) {
      LOG.log(Level.ERROR, "the session broke down by a defect and begins anew", cause);
      connections.drop("the session begins anew");
      state.forget();
      runner
          .parts()
          .abandon(
              new StoreUnavailableException("an internal error came between; try again", cause));
      SessionState before = performer.session();
      SessionState after =
          before.after(
              new SessionChange.Disconnected(
                  new SessionSnapshot.LastDisconnect(
                      "internal-error", cause.getClass().getSimpleName(), clock.instant())),
              clock.instant());
      performer.publish(
          goesOnByItself(before) ? after.after(waiting(before), clock.instant()) : after, false);
      metrics.reconnect("internal-error");
    }

    @Override
    public void again() {
      SessionState before = performer.session();
      runner.begin(before.with(identities.load()));
      if (goesOnByItself(before)) {
        mailbox.post(Pending.of(new ConnectNow("internal-error")));
      }
    }

    /** What stopped the session before still stops it. */
    private static boolean goesOnByItself(SessionState state) {
      return switch (state.phase()) {
        case FAILED, LOGGED_OUT, RESTRICTED -> false;
        default -> true;
      };
    }

    private static SessionChange waiting(SessionState state) {
      return SessionChange.Moved.to(
          state.identity().isPresent() ? Phase.RECONNECTING : Phase.STARTING, "internal-error");
    }
  }

  private void storeIsAway() {
    connections.end("the database does not answer");
    runner
        .parts()
        .abandonCallers(
            new StoreUnavailableException("the database does not answer; try again later"));
  }
}
