package dev.kubezap.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;

/** All objects of a session, in the order in which they are applied. */
public final class DesiredObjects {

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
    return new StatefulSetBuilder()
        .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().object()))
        .withNewSpec()
        .withReplicas(inputs.running() ? 1 : 0)
        .withServiceName(inputs.names().object())
        .withRevisionHistoryLimit(2)
        .withNewSelector()
        .withMatchLabels(SessionLabels.selector(inputs.session()))
        .endSelector()
        .withTemplate(SessionPod.template(inputs))
        .endSpec()
        .build();
  }
}
