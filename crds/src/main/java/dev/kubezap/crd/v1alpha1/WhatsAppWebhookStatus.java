package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook of many sessions selects; written by the operator. How deliveries go each session
 * tells.
 *
 * @param observedGeneration generation of the resource that the operator has seen
 * @param selectedSessions how many sessions deliver to it
 * @param conditions conditions by type: Ready
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record WhatsAppWebhookStatus(
    @JsonPropertyDescription("Generation of the resource that the operator has seen.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("How many sessions deliver to it.") @Nullable Integer selectedSessions,
    @JsonPropertyDescription("Conditions by type: Ready.") @Size(max = 8)
        List<Condition> conditions) {

  /** Takes absent conditions as none. */
  public WhatsAppWebhookStatus {
    conditions = List.copyOf(Objects.requireNonNullElse(conditions, List.of()));
  }
}
