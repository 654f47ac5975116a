package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a session is. {@code session} and five of the conditions are written by the session pod,
 * everything else by the operator; each by server-side apply under its own field manager.
 *
 * @param phase one word for people: Pending, Starting, AwaitingPairing, Pairing, Connecting,
 *     Connected, Reconnecting, AwaitingPasskey, Suspended, LoggedOut, Restricted, Failed,
 *     Terminating
 * @param reason one word for why it is not ready
 * @param observedGeneration generation of the resource that the operator has seen
 * @param endpoint base URL of the session's API inside the cluster
 * @param address where the session takes CloudEvents
 * @param apiKeySecret Secret with the key {@code api-key} for the API
 * @param podName the pod that runs the session
 * @param restarts how often the pod's container was started anew
 * @param className the class that counts
 * @param commands requests by annotation that were carried out, with the annotation's value; with
 *     {@code .begun} after its name, one that the pod is being asked for
 * @param conditions conditions by type
 * @param session the session pod's own report
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = LenientDeserializer.Status.class)
public record WhatsAppSessionStatus(
    @JsonPropertyDescription(
            "Pending, Starting, AwaitingPairing, Pairing, Connecting, Connected, Reconnecting, AwaitingPasskey, Suspended,"
                + " LoggedOut, Restricted, Failed or Terminating.")
        @Nullable String phase,
    @JsonPropertyDescription("One word for why the session is not ready.") @Nullable String reason,
    @JsonPropertyDescription("Generation of the resource that the operator has seen.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Base URL of the session's API inside the cluster.")
        @Nullable String endpoint,
    @JsonPropertyDescription(
            "Where the session takes CloudEvents, so that it is a sink of Knative.")
        @Nullable SinkAddress address,
    @JsonPropertyDescription("Secret with the key api-key for the API.")
        @Nullable String apiKeySecret,
    @JsonPropertyDescription("The pod that runs the session.") @Nullable String podName,
    @JsonPropertyDescription("How often the pod's container was started anew.")
        @Nullable Integer restarts,
    @JsonPropertyDescription("WhatsAppSessionClass that counts. Left out: none.")
        @Nullable String className,
    @JsonPropertyDescription(
            "Requests by annotation that were carried out, with the annotation's value; with .begun after its name, one that"
                + " the pod is being asked for.")
        Map<String, String> commands,
    @JsonPropertyDescription("Conditions by type.") @Size(max = 32) List<Condition> conditions,
    @JsonPropertyDescription("The session pod's own report.") @Nullable SessionReport session) {

  /** Takes absent commands and conditions as none. */
  public WhatsAppSessionStatus {
    commands = Map.copyOf(Objects.requireNonNullElse(commands, Map.of()));
    conditions = List.copyOf(Objects.requireNonNullElse(conditions, List.of()));
  }
}
