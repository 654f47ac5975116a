package dev.kubezap.gateway.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request presents to show who sends it.
 *
 * @param text a key or a token
 */
public record Credential(String text) {

  private static final String BEARER = "bearer ";
  private static final int LONGEST_KEY = 1024;
  private static final int LONGEST_TOKEN = 16 * 1024;

  /**
   * The credential of a request.
   *
   * @param authorization the header of that name; null when it is not there
   * @param apiKey the header {@code X-API-Key}; null when it is not there
   * @return empty when there is none, or one that is too long to be one
   */
  public static Optional<Credential> of(@Nullable String authorization, @Nullable String apiKey) {
    String text = "";
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      text = authorization.substring(BEARER.length()).strip();
    } else if (apiKey != null) {
      text = apiKey.strip();
    }
    return of(text);
  }

  /** The credential of a text, such as one in the first frame of a WebSocket. */
  public static Optional<Credential> of(String text) {
    var credential = new Credential(text);
    int longest = credential.isToken() ? LONGEST_TOKEN : LONGEST_KEY;
    return text.isEmpty() || text.length() > longest ? Optional.empty() : Optional.of(credential);
  }

  /** Whether it looks like a JSON Web Token: a JSON object in base64 comes first in each. */
  public boolean isToken() {
    return text.startsWith("eyJ") && text.indexOf('.') > 0;
  }

  /** Leaves out the text. */
  @Override
  public String toString() {
    return isToken() ? "Credential[token]" : "Credential[key]";
  }
}
