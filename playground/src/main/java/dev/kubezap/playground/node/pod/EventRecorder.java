package dev.kubezap.playground.node.pod;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Records Kubernetes events about pods, as far as the API server can be reached. */
public final class EventRecorder {

  private static final System.Logger LOG = System.getLogger(EventRecorder.class.getName());

  private final KubernetesClient client;
  private final InstantSource clock;
  private final String component;

  /** In the name of this component. */
  public EventRecorder(KubernetesClient client, InstantSource clock, String component) {
    this.client = client;
    this.clock = clock;
    this.component = component;
  }

  void normal(Pod pod, String reason, String message) {
    record(pod, "Normal", reason, message);
  }

  void warning(Pod pod, String reason, String message) {
    record(pod, "Warning", reason, message);
  }

  private void record(Pod pod, String type, String reason, String message) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var about =
        new ObjectReferenceBuilder()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .build();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(pod.getMetadata().getName() + ".")
            .withNamespace(pod.getMetadata().getNamespace())
            .endMetadata()
            .withInvolvedObject(about)
            .withType(type)
            .withReason(reason)
            .withMessage(message)
            .withCount(1)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withNewSource(component, component)
            .build();
    // An event is news, not state: the pod does not wait for it.
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                client
                    .v1()
                    .events()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .resource(event)
                    .create();
              } catch (KubernetesClientException refused) {
                LOG.log(Level.DEBUG, "event not recorded: {0}", refused.getMessage());
              }
            });
  }
}
