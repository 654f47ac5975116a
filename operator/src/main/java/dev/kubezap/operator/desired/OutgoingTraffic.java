package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.NetworkTarget;
import dev.kubezap.operator.observed.Destination;
import dev.kubezap.operator.observed.ResolvedWebhook;
import dev.kubezap.operator.settings.AddressRange;
import dev.kubezap.operator.settings.NetworkEndpoint;
import dev.kubezap.operator.settings.NetworkSettings;
import dev.kubezap.operator.settings.TraceCollector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a session reaches: name servers, its database, the API server, public addresses by HTTPS,
 * and what its resource names. A policy knows addresses and pods alone: a name outside the cluster
 * is public, or needs {@code spec.network.to}.
 */
final class OutgoingTraffic {

  private static final int HTTPS = 443;
  private static final int API_SERVER = 6443;
  private static final int DNS = 53;

  /** Where the pods of OpenShift's name service listen. */
  private static final int DNS_OF_OPENSHIFT = 5353;

  private static final List<AddressRange> EVERYTHING = ranges("0.0.0.0/0", "::/0");

  /** The nodes' own, with the clouds' metadata among them. */
  private static final List<AddressRange> LINK_LOCAL = ranges("169.254.0.0/16", "fe80::/10");

  /** Private, shared, loopback, link-local, multicast and reserved addresses (RFC 6890). */
  private static final List<AddressRange> NOT_PUBLIC =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::1/128",
          "fc00::/7",
          "fe80::/10",
          "ff00::/8");

  private OutgoingTraffic() {}

  static List<NetworkPolicyEgressRule> rules(SessionInputs inputs) {
    NetworkSettings network = inputs.defaults().network();
    var rules = new ArrayList<NetworkPolicyEgressRule>();
    rules.add(nameServers(network));
    rules.addAll(DatabaseTraffic.rules(inputs, everywhere()));
    rules.addAll(apiServer(network.apiServer()));
    List<Destination> destinations = destinations(inputs);
    rules.add(publicAddresses(inputs, destinations));
    rules.addAll(named(destinations));
    inputs.spec().reach().targets().stream()
        .map(target -> declared(target, inputs))
        .forEach(rules::add);
    if (!network.allowedRanges().isEmpty()) {
      rules.add(rule(blocks(read(network.allowedRanges()), LINK_LOCAL), List.of()));
    }
    return rules;
  }

  private static NetworkPolicyEgressRule nameServers(NetworkSettings network) {
    var servers = new ArrayList<NetworkPolicyPeer>();
    servers.add(NetworkRules.pods(NetworkRules.ALL));
    servers.addAll(blocks(read(network.dnsRanges()), List.of()));
    return rule(
        servers,
        Stream.of(DNS, DNS_OF_OPENSHIFT)
            .flatMap(port -> Stream.of(NetworkRules.udp(port), NetworkRules.tcp(port)))
            .toList());
  }

  /** Where it is, or, when nobody could tell, its usual ports everywhere. */
  private static List<NetworkPolicyEgressRule> apiServer(List<NetworkEndpoint> endpoints) {
    if (endpoints.isEmpty()) {
      return List.of(
          rule(everywhere(), List.of(NetworkRules.tcp(HTTPS), NetworkRules.tcp(API_SERVER))));
    }
    return new TreeSet<>(endpoints)
        .stream()
            .map(
                endpoint ->
                    rule(
                        blocks(List.of(AddressRange.of(endpoint.address())), List.of()),
                        List.of(NetworkRules.tcp(endpoint.port()))))
            .toList();
  }

  /** What the resource and the operator name by URL. */
  private static List<Destination> destinations(SessionInputs inputs) {
    return Stream.of(
            inputs.references().webhooks().stream().map(ResolvedWebhook::url),
            inputs.references().proxy().stream(),
            inputs.references().bucket().map(bucket -> bucket.bucket().endpoint()).stream(),
            inputs.defaults().traces().map(TraceCollector::endpoint).stream(),
            Stream.ofNullable(inputs.defaults().whatsappVariables().get("KUBEZAP_WHATSAPP_URL")))
        .flatMap(urls -> urls)
        .map(url -> Destination.of(url, inputs.names().namespace()))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static NetworkPolicyEgressRule publicAddresses(
      SessionInputs inputs, List<Destination> destinations) {
    Set<Integer> ports = new TreeSet<>(inputs.spec().reach().ports());
    ports.add(HTTPS);
    for (Destination destination : destinations) {
      if (destination instanceof Destination.Name(int port)) {
        ports.add(port);
      }
    }
    List<AddressRange> except =
        Stream.concat(
                NOT_PUBLIC.stream(), read(inputs.defaults().network().clusterRanges()).stream())
            .distinct()
            .toList();
    return rule(blocks(EVERYTHING, except), ports.stream().map(NetworkRules::tcp).toList());
  }

  private static List<NetworkPolicyEgressRule> named(List<Destination> destinations) {
    var rules = new ArrayList<NetworkPolicyEgressRule>();
    for (Destination destination : destinations) {
      switch (destination) {
        case Destination.Pods(String namespace) ->
            rules.add(rule(List.of(NetworkRules.pods(namespace)), List.of()));
        case Destination.Address(AddressRange range, int port) ->
            rules.add(rule(blocks(List.of(range), List.of()), List.of(NetworkRules.tcp(port))));
        case Destination.Name name -> {
          // Among the public addresses.
        }
      }
    }
    return rules;
  }

  private static NetworkPolicyEgressRule declared(NetworkTarget target, SessionInputs inputs) {
    List<NetworkPolicyPort> ports =
        target.ports().stream().map(port -> NetworkRules.tcp(port)).toList();
    String cidr = target.cidr();
    return cidr == null
        ? rule(List.of(NetworkRules.pods(namespace(target, inputs), target.podLabels())), ports)
        : rule(blocks(read(List.of(cidr)), LINK_LOCAL), ports);
  }

  private static String namespace(NetworkTarget target, SessionInputs inputs) {
    return Objects.requireNonNullElse(target.namespace(), inputs.names().namespace());
  }

  /** Every address that is not the node's own. */
  private static List<NetworkPolicyPeer> everywhere() {
    return blocks(EVERYTHING, LINK_LOCAL);
  }

  private static List<NetworkPolicyPeer> blocks(
      List<AddressRange> ranges, List<AddressRange> except) {
    return ranges.stream().map(range -> NetworkRules.addresses(range, except)).toList();
  }

  private static List<AddressRange> ranges(String... texts) {
    return read(List.of(texts));
  }

  private static List<AddressRange> read(List<String> texts) {
    return texts.stream().map(AddressRange::read).flatMap(Optional::stream).toList();
  }

  static NetworkPolicyEgressRule rule(
      List<NetworkPolicyPeer> peers, List<NetworkPolicyPort> ports) {
    return new NetworkPolicyEgressRuleBuilder().withTo(peers).withPorts(ports).build();
  }
}
