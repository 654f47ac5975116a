package dev.kubezap.pod.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;

/** What can be said of a body by its headers alone. */
final class BodyRules {

  private BodyRules() {}

  /**
   * Passes when the body that the headers announce may be sent.
   *
   * @throws ProblemException 400, 413, 415
   */
  static void check(
      Route route, HttpServerRequest exchange, Map<String, String> headers, HttpLimits limits) {
    String length = headers.getOrDefault("content-length", "0");
    boolean hasBody = !length.equals("0") || headers.containsKey("transfer-encoding");
    if (route.body() == Route.Body.NONE || (!hasBody && route.body() == Route.Body.OPTIONAL_JSON)) {
      return;
    }
    if (isLongerThan(length, limits.bodyBytes())) {
      throw new ProblemException(tooLong(limits));
    }
    String type = headers.getOrDefault("content-type", "");
    if (!isJson(type)) {
      throw new ProblemException(
          Problem.of(
              415,
              "unsupported-media-type",
              "The body is not JSON",
              "Send the body as JSON, with the header 'Content-Type: application/json'."));
    }
    if (headers.containsKey("content-encoding")) {
      throw new ProblemException(
          Problem.of(
              415,
              "unsupported-media-type",
              "The body is encoded",
              "Send the body without Content-Encoding."));
    }
  }

  static Problem tooLong(HttpLimits limits) {
    return Problem.of(
        413,
        "body-too-large",
        "The body is too large",
        "Send at most " + limits.bodyBytes() + " bytes.");
  }

  private static boolean isLongerThan(String length, int limit) {
    try {
      return Long.parseLong(length) > limit;
    } catch (NumberFormatException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "malformed-request",
              "The request is malformed",
              "Content-Length must be a number of bytes."));
    }
  }

  private static boolean isJson(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json");
  }
}
