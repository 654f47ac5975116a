package dev.kubezap.gateway.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param webhooks where events are delivered; in a change they replace all that there are
 * @param start whether it is started at once; for a new one only
 */
public record SessionRequest(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String displayName,
    @Nullable Map<String, @Nullable String> metadata,
    @Nullable String phoneNumber,
    @Nullable List<WebhookRequest> webhooks,
    @Nullable Boolean start) {

  /** Nothing said: all defaults. */
  public static final SessionRequest EMPTY =
      new SessionRequest(null, null, null, null, null, null, null);

  Optional<String> givenName() {
    return Optional.ofNullable(name);
  }
}
