package dev.kubezap.playground.node.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Writes what the node knows about a pod, never to another pod that has taken over its name. */
final class PodStatusWriter {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final ObjectMapper json = new ObjectMapper();

  PodStatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Writes the status. */
  void write(Pod pod, PodStatus status) {
    var patch = guarded(pod);
    patch.set("status", json.valueToTree(status));
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(MERGE, text(patch));
  }

  /** Writes annotations, unless they are there already. */
  void annotate(Pod pod, Map<String, String> annotations) {
    var present = pod.getMetadata().getAnnotations();
    if (present != null && present.entrySet().containsAll(annotations.entrySet())) {
      return;
    }
    var patch = guarded(pod);
    patch.withObject("/metadata").set("annotations", json.valueToTree(annotations));
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .patch(MERGE, text(patch));
  }

  /** Removes the pod whose processes have ended, unless another has taken its name. */
  void remove(Pod pod) {
    var resource =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName());
    var present = resource.get();
    if (present != null && present.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
      resource.withGracePeriod(0).delete();
    }
  }

  // A patch that names another uid than the object's is refused by the API server.
  private ObjectNode guarded(Pod pod) {
    var patch = json.createObjectNode();
    patch.putObject("metadata").put("uid", pod.getMetadata().getUid());
    return patch;
  }

  private String text(ObjectNode patch) {
    try {
      return json.writeValueAsString(patch);
    } catch (JsonProcessingException cause) {
      throw new IllegalStateException("a tree is always writable", cause);
    }
  }
}
