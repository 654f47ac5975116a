package dev.kubezap.operator.settings;

import dev.kubezap.crd.v1alpha1.AllowedServiceAccount;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What every session pod gets unless its resource says otherwise.
 *
 * @param image container image
 * @param whatsappVariables variables about the WhatsApp service that are passed on as they are
 * @param whatsappAuthorities certificate authorities to trust beside the usual ones, PEM
 * @param databaseAuthorities those that the default database's certificate must come from
 * @param network what the cluster's network is like
 * @param user user and group that pods run as; empty: the cluster assigns them
 * @param traces where they send traces, if anywhere
 * @param gateway service account of the gateway, which may open every session's API
 */
public record PodDefaults(
    String image,
    SortedMap<String, String> whatsappVariables,
    Optional<String> whatsappAuthorities,
    Optional<DatabaseAuthorities> databaseAuthorities,
    NetworkSettings network,
    Optional<Long> user,
    Optional<TraceCollector> traces,
    Optional<AllowedServiceAccount> gateway) {

  /** The same with what was found out about the API server. */
  public PodDefaults found(List<NetworkEndpoint> apiServer) {
    return new PodDefaults(
        image,
        whatsappVariables,
        whatsappAuthorities,
        databaseAuthorities,
        network.found(apiServer),
        user,
        traces,
        gateway);
  }
}
