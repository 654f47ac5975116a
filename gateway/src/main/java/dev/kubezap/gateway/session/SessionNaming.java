package dev.kubezap.gateway.session;

import dev.kubezap.gateway.name.SessionId;
import java.text.Normalizer;
import java.util.Locale;

/** Makes names of resources. */
public final class SessionNaming {

  private static final int SUFFIX = 6;

  private SessionNaming() {}

  /**
   * The name that is nearest to what people call a session.
   *
   * @return empty text when nothing of it can be in a name, such as of a name in another script
   */
  static String nearest(String displayName) {
    String plain =
        Normalizer.normalize(displayName, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .replace("ß", "ss")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(plain.length(), SessionId.LONGEST_NAME - SUFFIX - 1));
    return cut.replaceAll("^-+|-+$", "");
  }

  /**
   * The name of a new session: what the caller chose, else the nearest to the display name.
   *
   * @param random six random lower-case letters and digits, for a name that has to be told from
   *     others
   * @param taken whether a session has this name
   */
  public static String nameOf(
      SessionRequest request, String random, java.util.function.Predicate<String> taken) {
    if (request.givenName().isPresent()) {
      return request.givenName().get();
    }
    String displayName = request.displayName();
    String nearest = displayName == null ? "" : nearest(displayName);
    if (nearest.isEmpty()) {
      return "session-" + random;
    }
    return taken.test(nearest) ? nearest + "-" + random : nearest;
  }
}
