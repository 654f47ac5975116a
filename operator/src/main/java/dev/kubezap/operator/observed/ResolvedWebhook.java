package dev.kubezap.operator.observed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubezap.crd.v1alpha1.WebhookRetry;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A webhook with its secrets looked up, as the session pod reads it.
 *
 * @param name unique in the session
 * @param url where events go
 * @param events event types; empty: all
 * @param headers headers by name
 * @param signingKeys keys that sign, the first first
 * @param timeout how long an answer may take
 * @param retry for how long deliveries are tried
 * @param maxAttempts how often a delivery is tried
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "name",
  "url",
  "events",
  "headers",
  "signingKeys",
  "timeout",
  "retry",
  "maxAttempts"
})
public record ResolvedWebhook(
    String name,
    String url,
    List<String> events,
    SortedMap<String, String> headers,
    List<String> signingKeys,
    @Nullable String timeout,
    @Nullable WebhookRetry retry,
    @Nullable Integer maxAttempts) {

  /** Leaves out header values and keys. */
  @Override
  public String toString() {
    return "ResolvedWebhook[" + name + "]";
  }
}
