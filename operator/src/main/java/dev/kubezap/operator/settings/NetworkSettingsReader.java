package dev.kubezap.operator.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads what the environment says about the cluster's network. */
final class NetworkSettingsReader {

  /** Where the name servers that run on each node beside the cluster's are by convention. */
  private static final String NODE_LOCAL_DNS = "169.254.20.10/32";

  private final Function<String, Optional<String>> lookup;
  private final List<String> problems;

  /**
   * A reader.
   *
   * @param lookup the value of a variable, empty when it is not set
   * @param problems takes one sentence for each thing that is wrong
   */
  NetworkSettingsReader(Function<String, Optional<String>> lookup, List<String> problems) {
    this.lookup = lookup;
    this.problems = problems;
  }

  NetworkSettings read(Optional<String> ownNamespace, boolean limitOutgoing) {
    return new NetworkSettings(
        ownNamespace,
        list("KUBEZAP_NETWORK_SCRAPERS"),
        limitOutgoing,
        endpoints("KUBEZAP_NETWORK_API_SERVER"),
        lookup
            .apply("KUBERNETES_SERVICE_HOST")
            .flatMap(
                host ->
                    lookup.apply("KUBERNETES_SERVICE_PORT").flatMap(port -> service(host, port))),
        ranges("KUBEZAP_NETWORK_DNS_RANGES").orElse(List.of(NODE_LOCAL_DNS)),
        ranges("KUBEZAP_NETWORK_CLUSTER_RANGES").orElse(List.of()),
        ranges("KUBEZAP_NETWORK_ALLOWED_RANGES").orElse(List.of()));
  }

  private static Optional<NetworkEndpoint> service(String host, String port) {
    return NetworkEndpoint.read((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private List<NetworkEndpoint> endpoints(String variable) {
    return checked(
            variable,
            text -> NetworkEndpoint.read(text).isPresent(),
            "addresses with their ports, separated by commas, such as 10.0.0.1:6443")
        .stream()
        .flatMap(text -> NetworkEndpoint.read(text).stream())
        .toList();
  }

  private Optional<List<String>> ranges(String variable) {
    return lookup
        .apply(variable)
        .map(
            ignored ->
                checked(
                    variable,
                    text -> AddressRange.read(text).isPresent(),
                    "ranges of addresses, separated by commas, such as 10.0.0.0/8"));
  }

  private List<String> checked(String variable, Predicate<String> right, String what) {
    var taken = new ArrayList<String>();
    for (String text : list(variable)) {
      if (right.test(text)) {
        taken.add(text);
      } else {
        problems.add(variable + " must be " + what + "; it has " + text + ".");
      }
    }
    return taken;
  }

  private List<String> list(String variable) {
    return lookup.apply(variable).stream()
        .flatMap(text -> Arrays.stream(text.split("[\\s,]+")))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
