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
 * A key of the session's API, of which the resource holds the digest alone.
 *
 * @param name what logs call it
 * @param sha256 SHA-256 of the key, 64 lower-case hexadecimal digits
 * @param scopes what it may do, at least one
 * @param requestsPerMinute how much it may ask for, from 1; none given: any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"name", "sha256", "scopes", "requestsPerMinute"})
public record ApiKeyDigest(
    @JsonPropertyDescription("What logs call the key.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "name a key with lower-case letters, digits and dashes")
        String name,
    @JsonPropertyDescription(
            "SHA-256 of the key, 64 lower-case hexadecimal digits. The key must be random, of at"
                + " least 128 bits, since whoever sees the resource sees its digest.")
        @Required
        @Size(min = 64, max = 64)
        @ValidationRule(
            value = "self.matches('^[0-9a-f]{64}$')",
            message = "write the digest as sha256sum prints it: 64 lower-case hexadecimal digits")
        String sha256,
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
  public ApiKeyDigest {
    scopes = List.copyOf(Objects.requireNonNullElse(scopes, List.of()));
  }
}
