package dev.kubezap.operator.desired;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;

/** How callers reach the session's API, and that nobody reaches anything else. */
final class Network {

  private Network() {}

  static Service service(SessionInputs inputs) {
    return new ServiceBuilder()
        .withMetadata(ObjectMetadata.kept(inputs.session(), inputs.names().object()))
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

  /**
   * Lets pods of the cluster reach the API, health and metrics, and nobody anything else. What the
   * session itself reaches is left open: WhatsApp, webhooks, database and proxy are at addresses
   * that only the user knows.
   */
  static NetworkPolicy policy(SessionInputs inputs) {
    return new NetworkPolicyBuilder()
        .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().object()))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(SessionLabels.selector(inputs.session()))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .addNewFrom()
        .withNewNamespaceSelector()
        .endNamespaceSelector()
        .endFrom()
        .addNewPort()
        .withProtocol("TCP")
        .withNewPort("http")
        .endPort()
        .addNewPort()
        .withProtocol("TCP")
        .withNewPort("management")
        .endPort()
        .endIngress()
        .endSpec()
        .build();
  }
}
