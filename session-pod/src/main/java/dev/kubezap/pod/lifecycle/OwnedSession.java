package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.identity.Witness;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.Durability;
import dev.kubezap.pod.ownership.Grant;
import dev.kubezap.pod.ownership.Lease;
import dev.kubezap.pod.ownership.LeaseLoss;
import dev.kubezap.pod.ownership.LeaseLostException;
import dev.kubezap.pod.ownership.OwnershipListener;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Follows the ownership of the session: a client while it is ours, none while it is not. */
final class OwnedSession implements OwnershipListener {
  private static final Logger LOG = Logger.getLogger(OwnedSession.class);
  private static final Duration VOLUME_PAUSE = Duration.ofSeconds(5);

  private final Function<CommitScope, SessionStore> stores;
  private final IdentityFile identity;
  private final OwnedWork work;
  private final SessionReports reports;
  private final StartTimeline timeline;
  private String waitingFor = "";
  private boolean ended;

  /**
   * @param stores makes the store of each ownership
   * @param identity remembers what was seen of the database
   * @param work runs while the session is ours
   */
  OwnedSession(
      Function<CommitScope, SessionStore> stores,
      IdentityFile identity,
      OwnedWork work,
      SessionReports reports,
      StartTimeline timeline) {
    this.stores = stores;
    this.identity = identity;
    this.work = work;
    this.reports = reports;
    this.timeline = timeline;
  }

  @Override
  public void acquired(Lease lease) {
    reports.owning(Optional.empty());
    Grant grant = lease.grant();
    LOG.infof("This process owns the session, epoch %d", grant.epoch());
    timeline.mark("lease");
    waitingFor = "";
    reports.own(grant.epoch());
    use(lease);
  }

  /** Works under a lease. A volume that cannot be used is tried again for as long as it is ours. */
  private synchronized void use(Lease lease) {
    if (ended || lease.loss() != null) {
      return;
    }
    try {
      SessionStore store = stores.apply(lease);
      witness(lease);
      work.begin(store, lease.grant().epoch());
      checkDurability(lease);
      reports.changed();
    } catch (StoredStateException | IllegalArgumentException e) {
      fail(e);
    } catch (StoreUnavailableException e) {
      fail(e);
      Thread.ofVirtual().name("volume-again").start(() -> useLater(lease));
    }
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
  }

  /** A person has to do something, and is told what. */
  private void fail(RuntimeException cause) {
    switch (cause) {
      case StoredStateException e -> {
        LOG.errorf(e, "The stored identity cannot be read: is KUBEZAP_DATA_KEY another one?");
        reports.fail("stored-state-unreadable");
      }
      case IllegalArgumentException e -> {
        LOG.errorf("The client refuses a setting: %s", e.getMessage());
        reports.fail("setting-refused");
      }
      case StoreUnavailableException e -> {
        LOG.errorf(e, "The identity file cannot be written: is the volume full or read-only?");
        reports.fail("volume-unusable");
      }
      default -> {
        LOG.error("The session could not be acquired", cause);
        reports.fail("internal-error");
      }
    }
  }

  @Override
  public synchronized void lost(Lease lease, LeaseLoss reason) {
    LOG.warnf("The session is not owned by this process any more: %s", reason);
    work.end();
    reports.standby("lease-lost");
  }

  @Override
  public void standby(String reason) {
    boolean away = reason.startsWith("the database");
    boolean hidden = reason.startsWith("the database hides");
    reports.degraded("RowsHidden", hidden ? Optional.of(reason) : Optional.empty());
    reports.owning(away ? Optional.of(reason) : Optional.empty());
    if (!reason.equals(waitingFor)) {
      LOG.infof("Standby: %s", reason);
      waitingFor = reason;
    }
    reports.standby(away ? "database-unavailable" : "standby");
  }

  @Override
  public void renewed(Optional<String> problem) {
    reports.owning(problem);
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
    work.endClient(patience);
  }

  /** Nothing waits for it: the promises are weaker then, and somebody should know. */
  private void checkDurability(Lease lease) {
    try {
      String weaknesses = String.join(" ", lease.read(Durability::weaknesses));
      reports.degraded(
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
    reports.degraded(
        "StateRestored",
        Optional.of(
            "The database is not as this session left it ("
                + reason
                + "): messages of the time in between are missing here, and those that waited to be"
                + " sent have failed as state-restored; look at their chats before you send"
                + " them again. Encryption is renewed by itself."));
  }
}
