package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * On which nodes pods run, as a pod's own fields say it.
 *
 * @param nodeSelector labels that the node must have
 * @param tolerations taints of nodes that do not keep the pods away
 * @param affinity near what or far from what pods run
 * @param priorityClassName how important the pods are where room is short
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Placement(
    @JsonPropertyDescription("Labels that a node must have.") @Size(max = 16)
        Map<String, String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that do not keep the pods away.") @Size(max = 16)
        List<Toleration> tolerations,
    @JsonPropertyDescription("Near what or far from what the pods run, as in a pod's own affinity.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription("PriorityClass of the pods.") @Size(min = 1, max = 253)
        @Nullable String priorityClassName) {

  /** Nothing said: any node. */
  public static final Placement EMPTY = new Placement(Map.of(), List.of(), null, null);

  /** Takes absent lists and maps as empty ones. */
  public Placement {
    nodeSelector = Map.copyOf(Objects.requireNonNullElse(nodeSelector, Map.of()));
    tolerations = List.copyOf(Objects.requireNonNullElse(tolerations, List.of()));
  }
}
