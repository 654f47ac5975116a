package dev.kubezap.operator.settings;

import java.util.List;
import java.util.Optional;

/**
 * What the cluster's network is like, for the sessions' NetworkPolicies.
 *
 * @param ownNamespace namespace of the operator's and the gateway's pods, when they are pods
 * @param scrapers namespaces whose pods read metrics
 * @param limitOutgoing whether what sessions reach is limited, too
 * @param apiServer where the API server is; empty: not known
 * @param apiService the address by which pods are told of the API server, when that is known
 * @param dnsRanges addresses of name servers that are not pods, as CIDR
 * @param clusterRanges addresses of the cluster that are not private ones, as CIDR
 * @param allowedRanges addresses that every session reaches, as CIDR
 */
public record NetworkSettings(
    Optional<String> ownNamespace,
    List<String> scrapers,
    boolean limitOutgoing,
    List<NetworkEndpoint> apiServer,
    Optional<NetworkEndpoint> apiService,
    List<String> dnsRanges,
    List<String> clusterRanges,
    List<String> allowedRanges) {

  /** Copies what it is given. */
  public NetworkSettings {
    scrapers = List.copyOf(scrapers);
    apiServer = List.copyOf(apiServer);
    dnsRanges = List.copyOf(dnsRanges);
    clusterRanges = List.copyOf(clusterRanges);
    allowedRanges = List.copyOf(allowedRanges);
  }

  /** The same with what was found out about the API server, unless the settings say where it is. */
  public NetworkSettings found(List<NetworkEndpoint> addresses) {
    return apiServer.isEmpty()
        ? new NetworkSettings(
            ownNamespace,
            scrapers,
            limitOutgoing,
            addresses,
            apiService,
            dnsRanges,
            clusterRanges,
            allowedRanges)
        : this;
  }
}
