package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service account that may use the session's API.
 *
 * @param namespace where it is; none given: the session's
 * @param name its name
 * @param scopes what it may do, at least one
 * @param requestsPerMinute how much it may ask for, from 1; none given: any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"namespace", "name", "scopes", "requestsPerMinute"})
public record AllowedServiceAccount(
    @JsonPropertyDescription("Namespace of the service account. Left out: the session's.")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "write the namespace as Kubernetes does: lower-case letters, digits and dashes")
        @Nullable String namespace,
    @JsonPropertyDescription("Name of the service account.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            message =
                "write the name of a service account as Kubernetes does: lower-case letters,"
                    + " digits, dashes and dots")
        String name,
    @JsonPropertyDescription(
            "What it may do: read reads; send sends and marks as read; manage pairs, reconnects,"
                + " logs out and works with webhooks; admin does everything.")
        @Required
        @Size(max = 4)
        @ValidationRule(
            value = "self.size() > 0",
            message = "give at least one scope: read, send, manage or admin")
        List<ApiScope> scopes,
    @JsonPropertyDescription(
            "How many requests it may make in a minute, after which it is answered by 429. Left"
                + " out: any number.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer requestsPerMinute) {

  /** Copies what it is given. */
  public AllowedServiceAccount {
    scopes = List.copyOf(Objects.requireNonNullElse(scopes, List.of()));
  }

  /** The same one, its namespace said. */
  public AllowedServiceAccount within(String sessionNamespace) {
    return new AllowedServiceAccount(
        Objects.requireNonNullElse(namespace, sessionNamespace), name, scopes, requestsPerMinute);
  }
}
