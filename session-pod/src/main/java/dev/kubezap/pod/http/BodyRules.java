package dev.kubezap.pod.http;

import java.util.Locale;
import java.util.Map;

/** What can be said of a body by its headers alone. */
final class BodyRules {

  private BodyRules() {}

  /**
   * The route as it serves a request with these headers: of two ways to take a body, the one that
   * fits. JSON of a length that is not told is short.
   */
  static Route chosen(Route route, Map<String, String> headers, HttpLimits limits) {
    if (!(route.endpoint() instanceof Route.Endpoint.AnswerOrUpload either)) {
      return route;
    }
    String type = headers.getOrDefault("content-type", "");
    boolean isLong = isLongerThan(headers.getOrDefault("content-length", "0"), limits.bodyBytes());
    return isForm(type) || (isJson(type) && isLong)
        ? new Route(route.method(), route.path(), route.access(), Route.Body.NONE, either.upload())
        : new Route(
            route.method(),
            route.path(),
            route.access(),
            Route.Body.JSON,
            new Route.Endpoint.Answer(either.json()));
  }

  /**
   * Passes when the body that the headers announce may be sent.
   *
   * @throws ProblemException 400, 413, 415
   */
  static void check(Route route, boolean hasBody, Map<String, String> headers, HttpLimits limits) {
    if (route.body() == Route.Body.NONE || (!hasBody && route.body() == Route.Body.OPTIONAL_JSON)) {
      return;
    }
    if (isLongerThan(headers.getOrDefault("content-length", "0"), limits.bodyBytes())) {
      throw new ProblemException(tooLong(limits.bodyBytes()));
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
    refuseEncoding(headers);
  }

  /**
   * Passes when the body is sent as it is.
   *
   * @throws ProblemException 415
   */
  static void refuseEncoding(Map<String, String> headers) {
    if (headers.containsKey("content-encoding")) {
      throw new ProblemException(
          Problem.of(
              415,
              "unsupported-media-type",
              "The body is encoded",
              "Send the body without Content-Encoding."));
    }
  }

  static Problem tooLong(long limit) {
    return Problem.of(
        413, "body-too-large", "The body is too large", "Send at most " + limit + " bytes.");
  }

  /** The server takes nothing but digits here. */
  private static boolean isLongerThan(String length, int limit) {
    return Long.parseLong(length) > limit;
  }

  private static boolean isJson(String contentType) {
    String base = base(contentType);
    return base.equals("application/json") || base.equals("application/cloudevents+json");
  }

  private static boolean isForm(String contentType) {
    return base(contentType).equals("multipart/form-data");
  }

  private static String base(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
