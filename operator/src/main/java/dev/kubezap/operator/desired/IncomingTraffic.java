package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.AllowedServiceAccount;
import dev.kubezap.crd.v1alpha1.NetworkSource;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.ArrayList;
import java.util.List;

/** Who reaches a session. The nodes' probes do always: Kubernetes asks that of networks. */
final class IncomingTraffic {

  private IncomingTraffic() {}

  static List<NetworkPolicyIngressRule> rules(SessionInputs inputs) {
    var rules = new ArrayList<NetworkPolicyIngressRule>();
    rules.add(rule(callers(inputs), "http"));
    List<NetworkPolicyPeer> readers = readers(inputs);
    // A rule without a peer would let everybody in.
    if (!readers.isEmpty()) {
      rules.add(rule(readers, "management"));
    }
    return rules;
  }

  /**
   * Of the API: the pods that the resource names, those of its service accounts, and the product.
   */
  private static List<NetworkPolicyPeer> callers(SessionInputs inputs) {
    String own = inputs.names().namespace();
    var peers = new ArrayList<NetworkPolicyPeer>();
    List<NetworkSource> sources = inputs.spec().reach().sources();
    if (sources.isEmpty()) {
      peers.add(NetworkRules.pods(own));
    }
    sources.forEach(source -> peers.add(NetworkRules.pods(source.namespace(), source.podLabels())));
    inputs.spec().serviceAccounts().stream()
        .map(account -> account.within(own))
        .map(AllowedServiceAccount::namespace)
        .distinct()
        .map(NetworkRules::pods)
        .filter(peer -> !peers.contains(peer))
        .forEach(peers::add);
    inputs
        .defaults()
        .network()
        .ownNamespace()
        .ifPresent(name -> peers.add(NetworkRules.product(name, "operator", "gateway")));
    return peers;
  }

  /** Of health and metrics: the operator, and those who read metrics. */
  private static List<NetworkPolicyPeer> readers(SessionInputs inputs) {
    var network = inputs.defaults().network();
    var peers = new ArrayList<NetworkPolicyPeer>();
    network.ownNamespace().ifPresent(name -> peers.add(NetworkRules.product(name, "operator")));
    network.scrapers().forEach(namespace -> peers.add(NetworkRules.pods(namespace)));
    return peers;
  }

  private static NetworkPolicyIngressRule rule(List<NetworkPolicyPeer> peers, String port) {
    return new NetworkPolicyIngressRuleBuilder()
        .withFrom(peers)
        .withPorts(NetworkRules.tcp(port))
        .build();
  }
}
