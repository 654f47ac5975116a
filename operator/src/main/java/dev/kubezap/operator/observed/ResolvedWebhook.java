package dev.kubezap.operator.observed;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.SortedMap;

/**
 * A webhook with its secrets looked up, as the session pod reads it.
 *
 * @param name unique in the session
 * @param url where events go
 * @param events event types; empty: all
 * @param headers headers by name
 * @param signingKeys keys that sign, the first first
 */
@JsonPropertyOrder({"name", "url", "events", "headers", "signingKeys"})
public record ResolvedWebhook(
    String name,
    String url,
    List<String> events,
    SortedMap<String, String> headers,
    List<String> signingKeys) {

  /** Leaves out header values and keys. */
  @Override
  public String toString() {
    return "ResolvedWebhook[" + name + "]";
  }
}
