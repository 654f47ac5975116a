package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<NetworkSource> from,
    @JsonPropertyDescription(
            "TCP ports of public addresses that the session reaches beside 443 and those of its webhooks, its proxy and its bucket.")
        @Size(max = 16)
        @ValidationRule(
            value = "self.all(p, p >= 1 && p <= 65535)",
            message = "ports are numbers from 1 to 65535")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<Integer> publicPorts,
    @JsonPropertyDescription(
            "What the session reaches at addresses that are not public, beside its database and what its webhooks, its bucket and its"
                + " proxy name in the cluster or by address.")
        @Size(max = 16)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<NetworkTarget> to) {

  /** Nothing said. */
  public static final Network EMPTY = new Network(null, null, null);

  /** A list that is left out is not an empty one: the class may fill it. */
  public Network {
    from = from == null ? null : List.copyOf(from);
    publicPorts = publicPorts == null ? null : List.copyOf(publicPorts);
    to = to == null ? null : List.copyOf(to);
  }

  /** Pods that are let in, empty when nothing is said. */
  public List<NetworkSource> sources() {
    return Objects.requireNonNullElse(from, List.of());
  }

  /** Further ports of public addresses, empty when nothing is said. */
  public List<Integer> ports() {
    return Objects.requireNonNullElse(publicPorts, List.of());
  }

  /** What is reached beside public addresses, empty when nothing is said. */
  public List<NetworkTarget> targets() {
    return Objects.requireNonNullElse(to, List.of());
  }
}
