package dev.kubezap.gateway.fleet;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Keeps the fleet as the API server has it. While that is away the fleet stays as it was last, and
 * watching goes on as soon as it is back.
 */
public final class FleetWatch implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(FleetWatch.class);

  private final List<SharedIndexInformer<WhatsAppSession>> informers = new ArrayList<>();
  private volatile boolean filled;

  /**
   * Begins to watch.
   *
   * @param namespaces whose sessions; empty: all
   */
  public FleetWatch(KubernetesClient client, Set<String> namespaces, Fleet fleet) {
    var sessions = client.resources(WhatsAppSession.class);
    if (namespaces.isEmpty()) {
      informers.add(sessions.inAnyNamespace().runnableInformer(0));
    }
    namespaces.forEach(one -> informers.add(sessions.inNamespace(one).runnableInformer(0)));
    for (SharedIndexInformer<WhatsAppSession> informer : informers) {
      informer.addEventHandler(new Handler(fleet));
      informer.exceptionHandler(
          (started, failure) -> {
            LOG.warnf("The sessions cannot be watched now: %s", failure.getMessage());
            return true;
          });
      CompletionStage<Void> _ = informer.start();
    }
  }

  /** Whether all sessions were known at some time. */
  public boolean filled() {
    // Remembered: while the API server is away, what is known goes on being served.
    filled |= informers.stream().allMatch(SharedIndexInformer::hasSynced);
    return filled;
  }

  /** Whether what is known follows the API server now. */
  public boolean following() {
    return informers.stream().allMatch(SharedIndexInformer::isWatching);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private record Handler(Fleet fleet) implements ResourceEventHandler<WhatsAppSession> {

    @Override
    public void onAdd(WhatsAppSession session) {
      fleet.put(session);
    }

    @Override
    public void onUpdate(WhatsAppSession before, WhatsAppSession after) {
      fleet.put(after);
    }

    @Override
    public void onDelete(WhatsAppSession session, boolean finalStateUnknown) {
      fleet.remove(Fleet.idOf(session));
    }
  }
}
