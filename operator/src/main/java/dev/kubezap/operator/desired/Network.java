package dev.kubezap.operator.desired;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** How callers reach the session's API. */
final class Network {

  private Network() {}

  static Service service(SessionInputs inputs) {
    return new ServiceBuilder()
        .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().object()))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(SessionLabels.selector(inputs.session()))
        .addNewPort()
        .withName("http")
        .withProtocol("TCP")
        .withPort(SessionPod.HTTP_PORT)
        .withNewTargetPort("http")
        .endPort()
        .endSpec()
        .build();
  }
}
