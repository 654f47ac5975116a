package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Objects;

/**
 * Pods that reach a session's API.
 *
 * @param namespace their namespace, or {@code *} for every one
 * @param podLabels their labels; empty: all of the namespace
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"namespace", "podLabels"})
public record NetworkSource(
    @JsonPropertyDescription("Namespace of the pods, or * for all namespaces.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self == '*' || self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "write the namespace as Kubernetes does, in lower-case letters, digits and dashes, or * for all")
        String namespace,
    @JsonPropertyDescription("Labels of the pods. Left out: all pods of the namespace.")
        @Size(max = 16)
        Map<String, String> podLabels) {

  /** Takes an absent map as an empty one. */
  public NetworkSource {
    podLabels = Map.copyOf(Objects.requireNonNullElse(podLabels, Map.of()));
  }
}
