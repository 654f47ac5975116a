package dev.kubezap.operator.desired;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;

/** How callers reach the session's API, and who reaches what besides. */
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

  /** What reaches the session and what it reaches; everything else is refused. */
  static NetworkPolicy policy(SessionInputs inputs) {
    var policy =
        new NetworkPolicyBuilder()
            .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().object()))
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(SessionLabels.selector(inputs.session()))
            .endPodSelector()
            .withPolicyTypes("Ingress")
            .withIngress(IncomingTraffic.rules(inputs));
    if (inputs.defaults().network().limitOutgoing()) {
      policy.addToPolicyTypes("Egress").withEgress(OutgoingTraffic.rules(inputs));
    }
    return policy.endSpec().build();
  }
}
