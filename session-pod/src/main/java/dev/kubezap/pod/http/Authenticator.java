package dev.kubezap.pod.http;

import com.google.protobuf.ByteString;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Tells by a request's headers whether it may do what it asks for. */
public final class Authenticator {
  /** Narrows what the request's key may do, in its lower-case name: scopes, separated by commas. */
  static final String SCOPES = "kubezap-scopes";

  private static final String BEARER = "bearer ";
  private static final int LONGEST_KEY = 1024;
  private static final int LONGEST_TOKEN = 4096;

  private final Supplier<List<ApiKey>> keys;
  private final TokenAuthority tokens;

  /**
   * @param keys the keys that count now; asked for every request, so that a changed file takes
   *     effect at once
   * @param tokens asked about what is none of the keys and looks like a token
   */
  public Authenticator(Supplier<List<ApiKey>> keys, TokenAuthority tokens) {
    this.keys = keys;
    this.tokens = tokens;
  }

  /**
   * The request's key, when it has this scope.
   *
   * @param headers by lower-case name
   * @throws ProblemException 401 without a known key, 403 when the key lacks the scope
   */
  public ApiKey require(Scope scope, Map<String, String> headers) {
    String text =
        presentedKey(headers)
            .orElseThrow(() -> new ProblemException(unauthorized("The request has no API key")));
    ByteString presented = ApiKey.digestOf(text);
    Optional<ApiKey> known = Optional.empty();
    for (ApiKey key : keys.get()) {
      // No early end: the time must not tell which key came close.
      if (key.is(presented)) {
        known = Optional.of(key);
      }
    }
    ApiKey key =
        known
            .or(() -> isToken(text) ? tokens.keyOf(text) : Optional.empty())
            .orElseThrow(() -> new ProblemException(unauthorized("The API key is not known")));
    key = narrowed(key, headers);
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

  /** Who acts for somebody else, such as the gateway, says what they may do. */
  private static ApiKey narrowed(ApiKey key, Map<String, String> headers) {
    String wanted = headers.get(SCOPES);
    if (wanted == null) {
      return key;
    }
    // A scope of another version's is none of ours, so it opens nothing.
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : wanted.split(",", -1)) {
      for (Scope scope : Scope.values()) {
        if (scope.text().equals(name.strip())) {
          scopes.add(scope);
        }
      }
    }
    return key.narrowedTo(scopes);
  }

  private static Optional<String> presentedKey(Map<String, String> headers) {
    String authorization = headers.getOrDefault("authorization", "");
    String key =
        authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? authorization.substring(BEARER.length()).strip()
            : headers.getOrDefault("x-api-key", "").strip();
    return key.isEmpty() || key.length() > (isToken(key) ? LONGEST_TOKEN : LONGEST_KEY)
        ? Optional.empty()
        : Optional.of(key);
  }

  /** A JSON object in base64 comes first in every JSON Web Token. */
  private static boolean isToken(String key) {
    return key.startsWith("eyJ") && key.indexOf('.') > 0;
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
