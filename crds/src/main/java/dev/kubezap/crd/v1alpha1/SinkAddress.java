package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Where the session takes CloudEvents: Knative's duck type Addressable
 * (knative.dev/docs/eventing/sinks).
 *
 * @param url takes events by POST
 * @param audience that the token of whoever posts is made for
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SinkAddress(
    @JsonPropertyDescription("Takes events by POST.") @Nullable String url,
    @JsonPropertyDescription("Audience that tokens of senders are made for.")
        @Nullable String audience) {

  /** That of a session whose API is there. */
  public static SinkAddress of(String endpoint) {
    return new SinkAddress(endpoint + "/api/v1/cloudevents", "kubezap");
  }
}
