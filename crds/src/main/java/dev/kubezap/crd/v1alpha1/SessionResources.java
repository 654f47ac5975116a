package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;

/**
 * CPU and memory of the pod.
 *
 * @param requests what the scheduler sets aside
 * @param limits what the pod may not exceed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in self.limits)"
            + " || !isQuantity(string(self.requests[k])) || !isQuantity(string(self.limits[k]))"
            + " || quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k]))) <= 0)",
    message = "a request is larger than its limit: lower the request or raise the limit")
@ValidationRule(
    value =
        "(!has(self.requests) || self.requests.all(k, isQuantity(string(self.requests[k]))))"
            + " && (!has(self.limits) || self.limits.all(k, isQuantity(string(self.limits[k]))))",
    message = "write requests and limits as quantities, such as cpu: 250m and memory: 256Mi")
public record SessionResources(
    @JsonPropertyDescription("What the scheduler sets aside, such as cpu: 50m, memory: 128Mi.")
        @Size(max = 4)
        Map<String, Quantity> requests,
    @JsonPropertyDescription("What the pod may not exceed, such as memory: 256Mi.") @Size(max = 4)
        Map<String, Quantity> limits) {

  /** Takes absent maps as empty ones. */
  public SessionResources {
    requests = Map.copyOf(Objects.requireNonNullElse(requests, Map.of()));
    limits = Map.copyOf(Objects.requireNonNullElse(limits, Map.of()));
  }
}
