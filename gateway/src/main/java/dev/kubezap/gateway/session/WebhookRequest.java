package dev.kubezap.gateway.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a session's events are delivered.
 *
 * @param name what it is called; left out: made of the url
 * @param url where to
 * @param events which events; left out: all
 * @param headers headers of each delivery. They stand in the resource, so they are no place for
 *     credentials
 * @param timeout how long an answer may take, such as {@code PT5S}
 * @param retry for how long deliveries are tried, such as {@code {"forHours": 4}}
 * @param maxAttempts how often a delivery is tried
 */
public record WebhookRequest(
    @Nullable String name,
    @JsonProperty(required = true) String url,
    @Nullable List<String> events,
    Map<String, String> headers,
    @Nullable String timeout,
    @Nullable ObjectNode retry,
    @Nullable Integer maxAttempts) {

  /** Takes absent headers as none. */
  public WebhookRequest {
    headers = Map.copyOf(Objects.requireNonNullElse(headers, Map.of()));
  }
}
