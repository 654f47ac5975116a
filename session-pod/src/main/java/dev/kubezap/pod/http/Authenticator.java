package dev.kubezap.pod.http;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells by a request's headers whether it may do what it asks for. */
public final class Authenticator {
  private static final String BEARER = "bearer ";
  private static final int LONGEST_KEY = 1024;

  private final Supplier<List<ApiKey>> keys;

  /**
   * @param keys the keys that count now; asked for every request, so that a changed file takes
   *     effect at once
   */
  public Authenticator(Supplier<List<ApiKey>> keys) {
    this.keys = keys;
  }

  /**
   * The request's key, when it has this scope.
   *
   * @param headers by lower-case name
   * @throws ProblemException 401 without a known key, 403 when the key lacks the scope
   */
  public ApiKey require(Scope scope, Map<String, String> headers) {
    ByteString presented =
        presentedKey(headers)
            .map(ApiKey::digestOf)
            .orElseThrow(() -> new ProblemException(unauthorized("The request has no API key")));
    Optional<ApiKey> known = Optional.empty();
    for (ApiKey key : keys.get()) {
      // No early end: the time must not tell which key came close.
      if (key.is(presented)) {
        known = Optional.of(key);
      }
    }
    ApiKey key =
        known.orElseThrow(() -> new ProblemException(unauthorized("The API key is not known")));
    if (!key.may(scope)) {
      throw new ProblemException(
          Problem.of(
              403,
              "forbidden",
              "The API key may not do this",
              "Use a key with the scope " + scope.text() + "."));
    }
    return key;
  }

  private static Optional<String> presentedKey(Map<String, String> headers) {
    String authorization = headers.getOrDefault("authorization", "");
    String key =
        authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? authorization.substring(BEARER.length()).strip()
            : headers.getOrDefault("x-api-key", "").strip();
    return key.isEmpty() || key.length() > LONGEST_KEY ? Optional.empty() : Optional.of(key);
  }

  private static Problem unauthorized(String title) {
    return Problem.of(
            401,
            "unauthorized",
            title,
            "Send the session's key as 'Authorization: Bearer <key>' or as 'X-API-Key: <key>'.")
        .withHeader("WWW-Authenticate", "Bearer realm=\"kubezap\"");
  }
}
