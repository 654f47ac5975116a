package dev.kubezap.operator.desired;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reaching the session's database, whose URL may name several hosts. */
final class DatabaseTraffic {

  private static final Pattern HOSTS = Pattern.compile("jdbc:postgresql://([^/?]+).*");
  private static final Pattern HOST = Pattern.compile("(\\[[^\\]]+\\]|[^:]+)(?::([0-9]{1,5}))?");
  private static final int POSTGRES = 5432;

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
    Matcher hosts = HOSTS.matcher(inputs.references().database().url());
    if (!hosts.matches()) {
      return rules;
    }
    for (String text : List.of(hosts.group(1).split(",", -1))) {
      Matcher host = HOST.matcher(text);
      if (host.matches()) {
        int port = host.group(2) == null ? POSTGRES : Integer.parseInt(host.group(2));
        Destination.of(host.group(1), port, inputs.names().namespace())
            .map(destination -> peers(destination, everywhere))
            .map(peers -> OutgoingTraffic.rule(peers, List.of(NetworkRules.tcp(port))))
            .filter(rule -> !rules.contains(rule))
            .ifPresent(rules::add);
      }
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
