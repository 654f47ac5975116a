package dev.kubezap.operator.desired;

import dev.kubezap.operator.observed.DatabaseHost;
import dev.kubezap.operator.observed.Destination;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.ArrayList;
import java.util.List;

/** Reaching the session's database, whose URL may name several hosts. */
final class DatabaseTraffic {

  private DatabaseTraffic() {}

  /**
   * The rules.
   *
   * @param everywhere the addresses that a name outside the cluster may have: a database is often a
   *     neighbour at a private one
   */
  static List<NetworkPolicyEgressRule> rules(
      SessionInputs inputs, List<NetworkPolicyPeer> everywhere) {
    var rules = new ArrayList<NetworkPolicyEgressRule>();
    for (DatabaseHost host : DatabaseHost.of(inputs.references().database().url())) {
      Destination.of(host.name(), host.port(), inputs.names().namespace())
          .map(destination -> peers(destination, everywhere))
          .map(peers -> OutgoingTraffic.rule(peers, List.of(NetworkRules.tcp(host.port()))))
          .filter(rule -> !rules.contains(rule))
          .ifPresent(rules::add);
    }
    return rules;
  }

  private static List<NetworkPolicyPeer> peers(
      Destination destination, List<NetworkPolicyPeer> everywhere) {
    return switch (destination) {
      case Destination.Pods(String namespace) -> List.of(NetworkRules.pods(namespace));
      case Destination.Address(var range, int port) ->
          List.of(NetworkRules.addresses(range, List.of()));
      case Destination.Name name -> everywhere;
    };
  }
}
