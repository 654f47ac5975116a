package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;

/**
 * Who reaches the session's API, and what the session reaches.
 *
 * @param from pods that reach the API; empty: those of the session's own namespace
 * @param publicPorts ports of public addresses that the session reaches beside 443
 * @param to what it reaches at addresses that are not public
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Network(
    @JsonPropertyDescription(
            "Pods that reach the API. Left out: those of the session's own namespace. The operator, the gateway and the"
                + " namespaces of api.serviceAccounts always do.")
        @Size(max = 32)
        List<NetworkSource> from,
    @JsonPropertyDescription(
            "TCP ports of public addresses that the session reaches beside 443 and those of its webhooks and its proxy.")
        @Size(max = 16)
        @ValidationRule(
            value = "self.all(p, p >= 1 && p <= 65535)",
            message = "ports are numbers from 1 to 65535")
        List<Integer> publicPorts,
    @JsonPropertyDescription(
            "What the session reaches at addresses that are not public, beside its database and what its webhooks and its"
                + " proxy name in the cluster or by address.")
        @Size(max = 16)
        List<NetworkTarget> to) {

  /** Nothing said. */
  public static final Network EMPTY = new Network(List.of(), List.of(), List.of());

  /** Takes absent lists as empty ones. */
  public Network {
    from = List.copyOf(Objects.requireNonNullElse(from, List.of()));
    publicPorts = List.copyOf(Objects.requireNonNullElse(publicPorts, List.of()));
    to = List.copyOf(Objects.requireNonNullElse(to, List.of()));
  }
}
