package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.ReconcilerUtils;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Lets sessions go whose namespace is being deleted, when the operator's rights in it went first:
 * their finalizers are what keeps the namespace. Pods, volumes and keys go with it.
 */
final class LostSessions {

  private static final Logger LOG = Logger.getLogger(LostSessions.class);
  private static final String FINALIZER =
      ReconcilerUtils.getDefaultFinalizerName(WhatsAppSession.class);

  private final KubernetesClient client;
  private final SessionRemover remover;
  private final Consumer<WhatsAppSession> forget;

  /**
   * Lets nobody go yet.
   *
   * @param forget told of each that is gone
   */
  LostSessions(KubernetesClient client, SessionRemover remover, Consumer<WhatsAppSession> forget) {
    this.client = client;
    this.remover = remover;
    this.forget = forget;
  }

  /** Lets all sessions of the namespace go that are being deleted. */
  void letGo(String namespace) {
    client.resources(WhatsAppSession.class).inNamespace(namespace).list().getItems().stream()
        .filter(session -> session.getMetadata().getDeletionTimestamp() != null)
        .filter(session -> session.getMetadata().getFinalizers().contains(FINALIZER))
        .forEach(this::letGo);
  }

  /** One whose database is away waits, and holds up no other. */
  private void letGo(WhatsAppSession session) {
    var metadata = session.getMetadata();
    try {
      remover.letGo(session);
      List<String> others =
          metadata.getFinalizers().stream().filter(name -> !name.equals(FINALIZER)).toList();
      var change =
          Map.of(
              "metadata",
              Map.of("resourceVersion", metadata.getResourceVersion(), "finalizers", others));
      client
          .resource(session)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              client.getKubernetesSerialization().asJson(change));
      forget.accept(session);
    } catch (RuntimeException e) {
      LOG.warnf(
          "Session %s/%s could not be let go, and its namespace waits for it: %s",
          metadata.getNamespace(), metadata.getName(), e.getMessage());
    }
  }
}
