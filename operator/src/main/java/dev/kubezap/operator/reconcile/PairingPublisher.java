package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.apply.Applier;
import dev.kubezap.operator.desired.PairingSecret;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.LinkOffer;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.status.Situation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps the Secret with the QR or pairing code as long as there is one, for sessions whose status
 * must not show it. The pod tells in the status that there is one; it may write nothing else.
 */
final class PairingPublisher {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SessionCaches caches;
  private final PodAccess access;
  private final PodApi pods;
  private final Applier applier;
  private final KubernetesClient client;

  PairingPublisher(
      SessionCaches caches,
      PodAccess access,
      PodApi pods,
      Applier applier,
      KubernetesClient client) {
    this.caches = caches;
    this.access = access;
    this.pods = pods;
    this.applier = applier;
    this.client = client;
  }

  /**
   * Brings the Secret to what the pod offers.
   *
   * @return whether that is done; when not, it is to be tried again soon
   */
  boolean publish(Situation situation) {
    WhatsAppSession session = situation.session();
    SessionNames names = SessionNames.of(session);
    Optional<Secret> present = caches.get(Secret.class, names, names.pairingSecret());
    Optional<Instant> wanted = PairingSecret.wanted(situation.pod(), situation.report());
    if (wanted.isEmpty()) {
      present.ifPresent(
          old -> client.secrets().inNamespace(names.namespace()).resource(old).delete());
      return true;
    }
    if (present.filter(secret -> PairingSecret.fresh(secret, wanted.get())).isPresent()) {
      return true;
    }
    Optional<LinkOffer> offer =
        situation
            .pod()
            .flatMap(pod -> access.to(session, pod))
            .flatMap(there -> pods.offer(there, PATIENCE));
    return offer.isPresent()
        && applier
            .apply(PairingSecret.of(session, offer.get()), present.map(HasMetadata.class::cast))
            .isEmpty();
  }
}
