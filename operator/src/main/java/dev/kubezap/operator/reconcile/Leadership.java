package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.settings.LeaseSettings;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether this operator is the one that works. Others fill their caches and wait. No session's
 * safety depends on it: two leaders for a moment would apply the same objects.
 */
final class Leadership {

  private static final Logger LOG = Logger.getLogger(Leadership.class);

  /** As in Kubernetes: 15 s for the lease, 10 s to renew it, 2 s between tries. */
  private static final int RENEWAL_PARTS = 15;

  private static final int RENEWAL_DEADLINE_PARTS = 10;
  private static final int TRY_PARTS = 2;

  private final Runnable lost;
  private volatile boolean leading;
  private volatile boolean ending;

  /**
   * Leads nothing yet.
   *
   * @param lost what to do when another operator has taken over; must end this one
   */
  Leadership(Runnable lost) {
    this.lost = lost;
  }

  boolean leading() {
    return leading;
  }

  /** There is no other operator. */
  void alone() {
    leading = true;
  }

  /** From now on giving up the lease is what is wanted. */
  void end() {
    ending = true;
  }

  LeaderElectionConfiguration configuration(LeaseSettings lease) {
    var part = lease.duration().dividedBy(RENEWAL_PARTS);
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LeaseSettings.NAME)
        .withLeaseNamespace(lease.namespace())
        .withIdentity(lease.holder())
        .withLeaseDuration(lease.duration())
        .withRenewDeadline(part.multipliedBy(RENEWAL_DEADLINE_PARTS))
        .withRetryPeriod(part.multipliedBy(TRY_PARTS))
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(new LeaderCallbacks(this::begun, this::ended, this::told))
        .build();
  }

  /** Lets another operator begin at once; to be called when this one has stopped. */
  void release(KubernetesClient client, LeaseSettings lease) {
    if (!leading) {
      return;
    }
    try {
      var place = client.leases().inNamespace(lease.namespace()).withName(LeaseSettings.NAME);
      Lease held = place.get();
      if (held != null
          && held.getSpec() != null
          && lease.holder().equals(held.getSpec().getHolderIdentity())) {
        held.getSpec().setHolderIdentity("");
        // With its resource version: refused when somebody else has written it meanwhile.
        client.resource(held).update();
      }
    } catch (KubernetesClientException away) {
      LOG.warnf("The lease could not be given back and runs out: %s", away.getMessage());
    }
  }

  /**
   * Gives a Lease without content one that anybody may take. Somebody who makes it by hand, or a
   * restored backup, leaves such a one, and the client that chooses the leader ends with it.
   */
  void mend(KubernetesClient client, LeaseSettings lease) {
    Lease present =
        client.leases().inNamespace(lease.namespace()).withName(LeaseSettings.NAME).get();
    // The API server gives an empty one where there is none.
    if (present == null
        || Optional.ofNullable(present.getSpec())
            .filter(spec -> spec.getLeaseDurationSeconds() != null && spec.getRenewTime() != null)
            .isPresent()) {
      return;
    }
    LOG.warnf("Lease %s has no content and gets one", LeaseSettings.NAME);
    ZonedDateTime past = ZonedDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);
    present.setSpec(
        new LeaseSpecBuilder()
            .withHolderIdentity("")
            .withLeaseDurationSeconds(1)
            .withAcquireTime(past)
            .withRenewTime(past)
            .withLeaseTransitions(0)
            .build());
    try {
      client.resource(present).update();
    } catch (KubernetesClientException e) {
      LOG.warnf("The lease could not be given a content: %s", e.getMessage());
    }
  }

  /** Looks whether somebody writes the lease. */
  static void look(KubernetesClient client, LeaseSettings lease, LeaseSilence silence) {
    try {
      silence.read(
          Optional.ofNullable(
              client.leases().inNamespace(lease.namespace()).withName(LeaseSettings.NAME).get()));
    } catch (KubernetesClientException away) {
      silence.unreadable();
    }
  }

  private void begun() {
    leading = true;
  }

  private void ended() {
    if (leading && !ending) {
      leading = false;
      lost.run();
    }
  }

  private void told(String holder) {
    LOG.infof("The leader is %s", holder);
  }
}
