package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.SessionNames;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jboss.logging.Logger;

/**
 * Ends the pods of resources that went without a word, since somebody took the finalizer away. The
 * garbage collector does not: StatefulSet and Service have no owner, so that a pod can still log
 * out while its resource is deleted in the foreground.
 */
final class Orphans {

  private static final Logger LOG = Logger.getLogger(Orphans.class);

  private final SessionCaches caches;
  private final KubernetesClient client;
  private final Rollouts rollouts;

  Orphans(SessionCaches caches, KubernetesClient client, Rollouts rollouts) {
    this.caches = caches;
    this.client = client;
    this.rollouts = rollouts;
  }

  /** Looks for such pods now; what the caches lack is asked for before anything is deleted. */
  void end() {
    caches
        .all(StatefulSet.class)
        .flatMap(set -> SessionNames.ofObject(set).stream())
        .filter(names -> !caches.hasSession(names))
        .filter(this::vanished)
        .toList()
        .forEach(this::end);
  }

  private boolean vanished(SessionNames names) {
    return client
            .resources(WhatsAppSession.class)
            .inNamespace(names.namespace())
            .withName(names.session())
            .get()
        == null;
  }

  private void end(SessionNames names) {
    LOG.warnf(
        "Session %s/%s is gone without having been removed: its StatefulSet and Service are deleted, its volume, keys and rows stay",
        names.namespace(), names.session());
    delete(client, names);
    rollouts.over(names);
  }

  /** Deletes what keeps a session's pod running and reachable. */
  static void delete(KubernetesClient client, SessionNames names) {
    client
        .apps()
        .statefulSets()
        .inNamespace(names.namespace())
        .withName(names.object())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    client.services().inNamespace(names.namespace()).withName(names.object()).delete();
  }
}
