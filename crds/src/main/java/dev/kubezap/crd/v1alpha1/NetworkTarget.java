package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pods or addresses that a session reaches.
 *
 * @param namespace namespace of the pods; with podLabels alone the session's own
 * @param podLabels labels of the pods; empty: all of the namespace
 * @param cidr addresses, instead of pods
 * @param ports TCP ports; empty: all
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"namespace", "podLabels", "cidr", "ports"})
@ValidationRule(
    value = "has(self.cidr) != (has(self.__namespace__) || has(self.podLabels))",
    message = "name pods, by namespace, podLabels or both, or addresses by cidr")
public record NetworkTarget(
    @JsonPropertyDescription("Namespace of the pods. With podLabels alone: the session's.")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "write the namespace as Kubernetes does: lower-case letters, digits and dashes")
        @Nullable String namespace,
    @JsonPropertyDescription("Labels of the pods. Left out: all pods of the namespace.")
        @Size(max = 16)
        Map<String, String> podLabels,
    @JsonPropertyDescription("Addresses instead of pods, such as 10.20.0.0/16.")
        @Size(min = 1, max = 43)
        @ValidationRule(
            value =
                "self.matches('^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])/(3[0-2]|[12]?[0-9])$')"
                    + " || self.matches('^[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$')",
            message = "write addresses as address/bits, such as 10.20.0.0/16 or fd00:20::/64")
        @ValidationRule(
            value = "!self.startsWith('169.254.') && !self.startsWith('127.')",
            message =
                "link-local and loopback addresses are the node's own, with its credentials among them: no session reaches them")
        @Nullable String cidr,
    @JsonPropertyDescription("TCP ports. Left out: all.")
        @Size(max = 16)
        @ValidationRule(
            value = "self.all(p, p >= 1 && p <= 65535)",
            message = "ports are numbers from 1 to 65535")
        List<Integer> ports) {

  /** Takes absent lists and maps as empty ones. */
  public NetworkTarget {
    podLabels = Map.copyOf(Objects.requireNonNullElse(podLabels, Map.of()));
    ports = List.copyOf(Objects.requireNonNullElse(ports, List.of()));
  }
}
