package dev.kubezap.operator.desired;

import dev.kubezap.operator.settings.AddressRange;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts that rules of NetworkPolicies are made of. */
final class NetworkRules {

  /** Label that Kubernetes gives every namespace. */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  /** Every namespace. */
  static final String ALL = "*";

  private NetworkRules() {}

  /** All pods of a namespace, or of every one. */
  static NetworkPolicyPeer pods(String namespace) {
    return pods(namespace, Map.of());
  }

  /** Pods of a namespace with these labels. */
  static NetworkPolicyPeer pods(String namespace, Map<String, String> labels) {
    var names = new LabelSelectorBuilder();
    if (!namespace.equals(ALL)) {
      names.addToMatchLabels(NAMESPACE_NAME, namespace);
    }
    var peer = new NetworkPolicyPeerBuilder().withNamespaceSelector(names.build());
    return labels.isEmpty()
        ? peer.build()
        : peer.withNewPodSelector().withMatchLabels(new TreeMap<>(labels)).endPodSelector().build();
  }

  /** The pods of the operator or the gateway. */
  static NetworkPolicyPeer product(String namespace, String... components) {
    return new NetworkPolicyPeerBuilder(pods(namespace))
        .withNewPodSelector()
        .addToMatchLabels("app.kubernetes.io/name", "kubezap")
        .addNewMatchExpression()
        .withKey("app.kubernetes.io/component")
        .withOperator("In")
        .withValues(components)
        .endMatchExpression()
        .endPodSelector()
        .build();
  }

  /** Addresses but for those of these ranges that are among them. */
  static NetworkPolicyPeer addresses(AddressRange range, Collection<AddressRange> except) {
    List<String> parts =
        except.stream()
            .filter(part -> range.contains(part) && !part.equals(range))
            .map(AddressRange::toString)
            .toList();
    return new NetworkPolicyPeerBuilder()
        .withNewIpBlock()
        .withCidr(range.toString())
        .withExcept(parts)
        .endIpBlock()
        .build();
  }

  static NetworkPolicyPort tcp(int port) {
    return port("TCP", new IntOrString(port));
  }

  static NetworkPolicyPort tcp(String port) {
    return port("TCP", new IntOrString(port));
  }

  static NetworkPolicyPort udp(int port) {
    return port("UDP", new IntOrString(port));
  }

  private static NetworkPolicyPort port(String protocol, IntOrString port) {
    return new NetworkPolicyPortBuilder().withProtocol(protocol).withPort(port).build();
  }
}
