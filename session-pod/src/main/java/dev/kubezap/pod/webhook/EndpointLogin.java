package dev.kubezap.pod.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * How an endpoint that is no web server is logged in to: its header {@code authorization} says it
 * as a web server would be told.
 *
 * @param user empty for a token alone
 * @param secret the password or the token
 */
record EndpointLogin(Optional<String> user, String secret) {
  /** The header that holds it. */
  static final String HEADER = "authorization";

  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  /**
   * Reads {@code Basic} and {@code Bearer}.
   *
   * @param headers of an endpoint
   * @return empty without the header
   * @throws IllegalArgumentException with what to write instead
   */
  static Optional<EndpointLogin> of(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(HEADER))
        .map(header -> read(header.getValue()))
        .findFirst();
  }

  private static EndpointLogin read(String header) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new EndpointLogin(Optional.empty(), header.substring(BEARER.length()).strip());
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      String text = decoded(header.substring(BASIC.length()).strip());
      int colon = text.indexOf(':');
      if (colon >= 0) {
        return new EndpointLogin(
            Optional.of(text.substring(0, colon)).filter(user -> !user.isEmpty()),
            text.substring(colon + 1));
      }
    }
    throw new IllegalArgumentException(
        "needs the header authorization as Bearer <token> or as Basic <base64 of user:password>");
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  /** Leaves out the secret. */
  @Override
  public String toString() {
    return "EndpointLogin[" + user.map(name -> "user").orElse("token") + "]";
  }
}
