package dev.kubezap.gateway.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.Behaviour;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of a session, when it makes one or changes one. What is left out stays, or is
 * the default.
 *
 * @param namespace where it is made; for a new one only
 * @param name its name there; for a new one only; left out: made of {@code displayName}
 * @param displayName any name of at most 256 characters
 * @param metadata anything of the caller's own, as texts. In a change a null takes one away
 * @param phoneNumber pairing by code with this number, and with no other
 * @param className the WhatsAppSessionClass whose settings count where the session says nothing
 * @param behaviour what the session does of its own accord, as {@code spec.behaviour} of the
 *     resource. In a change what is left out stays, and a null takes one away
 * @param webhooks where events are delivered; in a change they replace all that there are
 * @param start whether it is started at once; for a new one only
 */
public record SessionRequest(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String displayName,
    @Nullable Map<String, @Nullable String> metadata,
    @Nullable String phoneNumber,
    @Nullable String className,
    @Schema(implementation = Behaviour.class) @Nullable ObjectNode behaviour,
    @Nullable List<WebhookRequest> webhooks,
    @Nullable Boolean start) {

  /** Nothing said: all defaults. */
  public static final SessionRequest EMPTY =
      new SessionRequest(null, null, null, null, null, null, null, null, null);

  /** Names in {@code behaviour} that the resource does not have: the API server would drop them. */
  public List<String> unknownBehaviour() {
    if (behaviour == null) {
      return List.of();
    }
    Set<String> known =
        Arrays.stream(Behaviour.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    return behaviour
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.contains(name))
        .toList();
  }

  Optional<String> givenName() {
    return Optional.ofNullable(name);
  }
}
