package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.health.Health;
import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.identity.Witness;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.Durability;
import dev.kubezap.pod.ownership.Grant;
import dev.kubezap.pod.ownership.Lease;
import dev.kubezap.pod.ownership.LeaseLoss;
import dev.kubezap.pod.ownership.LeaseLostException;
import dev.kubezap.pod.ownership.OwnershipListener;
import dev.kubezap.pod.store.KeyRotation;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Follows the ownership of the session: a client while it is ours, none while it is not. */
final class OwnedSession implements OwnershipListener {
  private static final Logger LOG = Logger.getLogger(OwnedSession.class);
  private static final Duration VOLUME_PAUSE = Duration.ofSeconds(5);

  private final PhaseLog phases = new PhaseLog();
  private final Supplier<KeyRotation> rotations;
  private final CurrentSession session;
  private final IdentityFile identity;
  private final Function<CommitScope, SessionStore> stores;
  private final ClientFactory clients;
  private final FleetGate gate;
  private final RunningClient client;
  private final SessionWebhooks webhooks;
  private final StatusReporter status;
  private final Health health;
  private final StartTimeline timeline;
  private volatile Optional<KeyRotation> rotation = Optional.empty();
  private String waitingFor = "";
  private boolean ended;

  /**
   * @param gate whether connecting is held back
   */
  OwnedSession(
      Supplier<KeyRotation> rotations,
      FleetGate gate,
      CurrentSession session,
      IdentityFile identity,
      Function<CommitScope, SessionStore> stores,
      ClientFactory clients,
      SessionWebhooks webhooks,
      StatusReporter status,
      Health health,
      StartTimeline timeline) {
    this.rotations = rotations;
    this.session = session;
    this.identity = identity;
    this.stores = stores;
    this.clients = clients;
    this.webhooks = webhooks;
    this.status = status;
    this.health = health;
    this.timeline = timeline;
    this.gate = gate;
    client = new RunningClient(session);
  }

  @Override
  public void acquired(Lease lease) {
    health.owning(Optional.empty());
    Grant grant = lease.grant();
    LOG.infof("This process owns the session, epoch %d", grant.epoch());
    timeline.mark("lease");
    waitingFor = "";
    status.epoch(grant.epoch());
    use(lease);
  }

  /** Works under a lease. A volume that cannot be used is tried again for as long as it is ours. */
  private synchronized void use(Lease lease) {
    if (ended || lease.loss() != null) {
      return;
    }
    Grant grant = lease.grant();
    try {
      SessionStore store = stores.apply(lease);
      witness(lease);
      client.begin(() -> clients.make(store, identity, gate, listener()));
      webhooks.start(grant.epoch());
      rotation.ifPresent(KeyRotation::close);
      rotation = Optional.of(rotations.get());
      rotation.get().start();
      checkDurability(lease);
    } catch (StoredStateException | IllegalArgumentException e) {
      fail(e);
    } catch (StoreUnavailableException e) {
      fail(e);
      Thread.ofVirtual().name("volume-again").start(() -> useLater(lease));
    }
    status.report();
  }

  private void useLater(Lease lease) {
    try {
      Thread.sleep(VOLUME_PAUSE);
      use(lease);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void unjudged(RuntimeException cause) {
    fail(cause);
    status.report();
  }

  /** A person has to do something, and is told what. */
  private void fail(RuntimeException cause) {
    switch (cause) {
      case StoredStateException e -> {
        LOG.errorf(e, "The stored identity cannot be read: is KUBEZAP_DATA_KEY another one?");
        session.fail("stored-state-unreadable");
      }
      case IllegalArgumentException e -> {
        LOG.errorf("The client refuses a setting: %s", e.getMessage());
        session.fail("setting-refused");
      }
      case StoreUnavailableException e -> {
        LOG.errorf(e, "The identity file cannot be written: is the volume full or read-only?");
        session.fail("volume-unusable");
      }
      default -> {
        LOG.error("The session could not be acquired", cause);
        session.fail("internal-error");
      }
    }
  }

  @Override
  public synchronized void lost(Lease lease, LeaseLoss reason) {
    LOG.warnf("The session is not owned by this process any more: %s", reason);
    endClient(Duration.ZERO);
    webhooks.stop();
    session.standby("lease-lost");
    status.report();
  }

  @Override
  public void standby(String reason) {
    boolean away = reason.startsWith("the database");
    boolean hidden = reason.startsWith("the database hides");
    status.degraded("RowsHidden", hidden ? Optional.of(reason) : Optional.empty());
    health.owning(away ? Optional.of(reason) : Optional.empty());
    if (!reason.equals(waitingFor)) {
      LOG.infof("Standby: %s", reason);
      waitingFor = reason;
    }
    session.standby(away ? "database-unavailable" : "standby");
    status.report();
  }

  @Override
  public void renewed(Optional<String> problem) {
    health.owning(problem);
  }

  @Override
  public void released(Lease lease, OptionalLong commitNo) {
    Grant grant = lease.grant();
    try {
      identity.remember(
          new Witness(grant.epoch(), grant.systemIdentifier(), grant.timeline(), commitNo));
    } catch (StoreUnavailableException e) {
      LOG.warnf("The end was clean but could not be noted: %s", e.getMessage());
    }
  }

  /**
   * Ends the client for good, if there is one: it takes no work, finishes what is in flight, closes
   * its socket. None begins afterwards, though the lease is kept until it is released.
   */
  synchronized void stop(Duration patience) {
    ended = true;
    endClient(patience);
  }

  private void endClient(Duration patience) {
    rotation.ifPresent(KeyRotation::close);
    client.end(patience);
    gate.forget();
  }

  /** Nothing waits for it: the promises are weaker then, and somebody should know. */
  private void checkDurability(Lease lease) {
    try {
      String weaknesses = String.join(" ", lease.read(Durability::weaknesses));
      status.degraded(
          "DatabaseNotDurable", weaknesses.isEmpty() ? Optional.empty() : Optional.of(weaknesses));
      if (!weaknesses.isEmpty()) {
        LOG.warn(weaknesses);
      }
    } catch (LeaseLostException | SQLException e) {
      LOG.debugf("The database's settings are not known: %s", e.getMessage());
    }
  }

  /** A restored state is noted in it already; from now on this database is the right one. */
  private void witness(Lease lease) {
    lease.restored().ifPresent(this::tellRestored);
    Grant grant = lease.grant();
    identity.remember(
        new Witness(
            grant.epoch(), grant.systemIdentifier(), grant.timeline(), OptionalLong.empty()));
  }

  private void tellRestored(String reason) {
    LOG.errorf(
        "The database is not as this session left it (%s): it was restored or failed over", reason);
    status.degraded(
        "StateRestored",
        Optional.of(
            "The database is not as this session left it ("
                + reason
                + "): messages of the time in between are missing here, and those that waited to be"
                + " sent have failed as state-restored; look at their chats before you send"
                + " them again. Encryption is renewed by itself."));
  }

  /** A session is up when it is connected, or when its code can be scanned. */
  private void started(SessionSnapshot snapshot) {
    Optional<String> line = Optional.empty();
    if (snapshot.phase() == Phase.CONNECTED) {
      line = timeline.finish("connected");
    } else if (snapshot.qr().isPresent()) {
      line = timeline.finish("qr");
    }
    line.ifPresent(LOG::info);
  }

  private ClientListener listener() {
    return new ClientListener() {
      @Override
      public void changed(SessionSnapshot snapshot) {
        started(snapshot);
        phases.line(snapshot).ifPresent(LOG::info);
        if (snapshot.reason().filter(ConnectGate.HELD_BACK::equals).isEmpty()) {
          gate.forget();
        }
        status.report();
      }

      @Override
      public void committed() {
        // The store raises the signal itself, and only for commits with events.
      }

      @Override
      public void fenced(FencedException cause) {
        LOG.warnf("The session was fenced: %s", cause.getMessage());
      }
    };
  }
}
