package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * For how long deliveries are tried.
 *
 * @param forHours hours from a delivery's first attempt on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record WebhookRetry(
    @JsonPropertyDescription(
            "For how many hours a delivery is tried, from its first attempt on. Left out: 72.")
        @ValidationRule(
            value = "self >= 1 && self <= 168",
            message = "forHours is a number from 1 to 168: events are kept for a week")
        @Nullable Integer forHours) {}
