package dev.kubezap.pod.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what follows the question mark of an address. */
final class RequestQuery {
  private static final int MOST_PARAMETERS = 100;

  private RequestQuery() {}

  /**
   * The parameters, decoded, each with its values in their order.
   *
   * @param query without the question mark
   * @throws ProblemException 400 when an escape is broken or there are too many
   */
  static Map<String, List<String>> parse(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    String[] pairs = query.split("&", -1);
    if (pairs.length > MOST_PARAMETERS) {
      throw malformed("The query has more than " + MOST_PARAMETERS + " parameters.");
    }
    for (String pair : pairs) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed("The query has a broken percent escape: encode it as UTF-8.");
    }
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(
        Problem.of(400, "malformed-request", "The request is malformed", detail));
  }
}
