package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a session, as Kubernetes shapes them. NumberShared, Ready, Reconciling and
 * Stalled are the operator's; Paired, Connected, Restricted, PasskeyRequired and Degraded are the
 * session pod's.
 *
 * @param type which condition
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason why, in one word of camel case
 * @param message why, for people
 * @param lastTransitionTime when {@code status} changed last, RFC 3339
 * @param observedGeneration generation of the resource that the condition speaks of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @JsonPropertyDescription("Which condition.") @Required @Size(min = 1, max = 64) String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required @Pattern("^(True|False|Unknown)$")
        String status,
    @JsonPropertyDescription("Why, in one word.") @Size(max = 128) @Nullable String reason,
    @JsonPropertyDescription("Why, for people.") @Size(max = 4096) @Nullable String message,
    @JsonPropertyDescription("When the status changed last.") @Nullable String lastTransitionTime,
    @JsonPropertyDescription("Generation of the resource that the condition speaks of.")
        @Nullable Long observedGeneration) {}
