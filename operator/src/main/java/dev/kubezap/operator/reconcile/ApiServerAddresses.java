package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.settings.NetworkEndpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server is: its Service, as pods are told it, and what is behind that, which changes
 * when a cloud renews it. It is looked up every few minutes.
 */
final class ApiServerAddresses {

  private static final Logger LOG = Logger.getLogger(ApiServerAddresses.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final String NAME = "kubernetes";

  private final KubernetesClient client;
  private final Optional<NetworkEndpoint> service;
  private final Clock clock;
  private @Nullable Known known;

  /**
   * Not looked up yet.
   *
   * @param service the address by which pods are told of it, when that is known
   */
  ApiServerAddresses(KubernetesClient client, Optional<NetworkEndpoint> service, Clock clock) {
    this.client = client;
    this.service = service;
    this.clock = clock;
  }

  /** Where it is; empty when that cannot be found out. What was known stays when a look fails. */
  synchronized List<NetworkEndpoint> current() {
    Known last = known;
    Instant now = clock.instant();
    if (last != null && now.isBefore(last.at().plus(FRESH))) {
      return last.endpoints();
    }
    List<NetworkEndpoint> endpoints =
        behind()
            .map(this::withService)
            .orElseGet(() -> last == null ? List.of() : last.endpoints());
    known = new Known(endpoints, now);
    return endpoints;
  }

  private Optional<NavigableSet<NetworkEndpoint>> behind() {
    try {
      EndpointSlice slice =
          client.discovery().v1().endpointSlices().inNamespace("default").withName(NAME).get();
      return Optional.ofNullable(slice).map(ApiServerAddresses::endpoints);
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "Where the API server is cannot be looked up (%s): sessions reach its usual ports everywhere. Bind"
              + " operator/kubernetes/api-server-rights.yaml, or set KUBEZAP_NETWORK_API_SERVER.",
          e.getMessage());
      return Optional.empty();
    }
  }

  private List<NetworkEndpoint> withService(NavigableSet<NetworkEndpoint> endpoints) {
    service.ifPresent(endpoints::add);
    return List.copyOf(endpoints);
  }

  private static NavigableSet<NetworkEndpoint> endpoints(EndpointSlice slice) {
    var found = new TreeSet<NetworkEndpoint>();
    List<Integer> ports =
        slice.getPorts().stream().map(EndpointPort::getPort).filter(Objects::nonNull).toList();
    slice
        .getEndpoints()
        .forEach(
            endpoint ->
                endpoint
                    .getAddresses()
                    .forEach(
                        address ->
                            ports.forEach(
                                port -> NetworkEndpoint.of(address, port).ifPresent(found::add))));
    return found;
  }

  private record Known(List<NetworkEndpoint> endpoints, Instant at) {}
}
