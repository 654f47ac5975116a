package dev.kubezap.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.operator.digest.Digest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;

/** All objects of a session, in the order in which they are applied. */
public final class DesiredObjects {

  /** Annotation of the StatefulSet: fingerprint of the pod's template, by which restarts count. */
  public static final String TEMPLATE = "kubezap.dev/template";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DesiredObjects() {}

  /** The objects that a session should have. Pure. */
  public static List<HasMetadata> of(SessionInputs inputs) {
    return List.of(
        AccessObjects.serviceAccount(inputs),
        AccessObjects.role(inputs),
        AccessObjects.roleBinding(inputs),
        ConfigFolder.configuration(inputs),
        ConfigFolder.apiKey(inputs),
        Volume.claim(inputs),
        Network.service(inputs),
        Network.policy(inputs),
        statefulSet(inputs));
  }

  private static StatefulSet statefulSet(SessionInputs inputs) {
    PodTemplateSpec template = SessionPod.template(inputs);
    return new StatefulSetBuilder()
        .withMetadata(ObjectMetadata.kept(inputs.session(), inputs.names().object()))
        .editMetadata()
        .addToAnnotations(TEMPLATE, Digest.of(json(template)).substring(0, 16))
        .endMetadata()
        .withNewSpec()
        // With one pod there is no order to keep, and a pod that never becomes ready, such as one
        // of a wrong image, would otherwise never be replaced by a better one.
        .withPodManagementPolicy("Parallel")
        .withReplicas(inputs.running() ? 1 : 0)
        .withServiceName(inputs.names().object())
        .withRevisionHistoryLimit(2)
        .withNewSelector()
        .withMatchLabels(SessionLabels.selector(inputs.session()))
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .build();
  }

  private static String json(PodTemplateSpec template) {
    try {
      return JSON.writeValueAsString(template);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a pod template is always JSON", e);
    }
  }
}
