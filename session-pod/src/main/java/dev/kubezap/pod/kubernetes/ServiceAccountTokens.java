package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.config.KubernetesSettings;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells whose a Kubernetes service-account token is: signed by this cluster's API server, for the
 * audience {@code kubezap}, in its time. A token of a deleted account counts until it expires,
 * which is at most an hour for those that the kubelet gives.
 */
public final class ServiceAccountTokens {
  /** The audience that a token must be made for. */
  public static final String AUDIENCE = "kubezap";

  private static final Duration LEEWAY = Duration.ofSeconds(30);

  private final TokenKeys keys;
  private final Clock clock;

  /** What a token comes to. */
  public sealed interface Verdict {
    /**
     * It is good.
     *
     * @param subject such as {@code system:serviceaccount:shop:orders}
     */
    record Subject(String subject) implements Verdict {}

    /** It is not. */
    record Refused() implements Verdict {}

    /** The API server was not reached yet, so that nobody knows. */
    record Unknown() implements Verdict {}
  }

  /**
   * Reads nothing yet.
   *
   * @param nanos monotonic clock in nanoseconds
   */
  public ServiceAccountTokens(KubernetesSettings settings, Clock clock, LongSupplier nanos) {
    this.keys = new TokenKeys(new ApiServer(settings), nanos);
    this.clock = clock;
  }

  /** Judges a token; may ask the API server. */
  public Verdict judge(String token) throws InterruptedException {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return new Verdict.Refused();
    }
    JsonNode header;
    JsonNode claims;
    byte[] signature;
    try {
      header = Json.read(Base64.getUrlDecoder().decode(parts[0]));
      claims = Json.read(Base64.getUrlDecoder().decode(parts[1]));
      signature = Base64.getUrlDecoder().decode(parts[2]);
    } catch (IllegalArgumentException | MalformedJsonException e) {
      return new Verdict.Refused();
    }
    if (!isForUsNow(claims)) {
      return new Verdict.Refused();
    }
    Optional<TokenKeys.Known> known = keys.with(header.path("kid").asText());
    if (known.isEmpty()) {
      return new Verdict.Unknown();
    }
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    boolean good =
        claims.path("iss").asText().equals(known.get().issuer())
            && Optional.ofNullable(known.get().keys().get(header.path("kid").asText()))
                .filter(key -> key.algorithm().equals(header.path("alg").asText()))
                .filter(key -> key.verifies(signed, signature))
                .isPresent();
    return good ? new Verdict.Subject(claims.path("sub").asText()) : new Verdict.Refused();
  }

  private boolean isForUsNow(JsonNode claims) {
    long now = clock.instant().getEpochSecond();
    long leeway = LEEWAY.toSeconds();
    return isForUs(claims.path("aud"))
        && claims.path("exp").isIntegralNumber()
        && claims.path("exp").asLong() > now - leeway
        && claims.path("nbf").asLong(0) <= now + leeway
        && claims.path("sub").asText().startsWith("system:serviceaccount:");
  }

  private static boolean isForUs(JsonNode audience) {
    if (audience.isTextual()) {
      return audience.asText().equals(AUDIENCE);
    }
    for (JsonNode one : audience) {
      if (one.asText().equals(AUDIENCE)) {
        return true;
      }
    }
    return false;
  }
}
