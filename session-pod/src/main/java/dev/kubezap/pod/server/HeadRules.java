package dev.kubezap.pod.server;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * What a request's head must not have beyond what Jetty refuses by its strict compliance: whatever
 * a proxy in front could understand in another way.
 */
final class HeadRules {
  private static final int MOST_HEADERS = 100;

  private HeadRules() {}

  /** Why a request is refused; empty when it may be answered. */
  static Optional<RefusedRequestException> check(Request request) {
    HttpFields headers = request.getHeaders();
    if (headers.size() > MOST_HEADERS) {
      return Optional.of(
          new RefusedRequestException(431, "Send at most " + MOST_HEADERS + " headers."));
    }
    if (headers.getValuesList(HttpHeader.AUTHORIZATION).size() > 1
        || headers.getValuesList(HttpHeader.CONTENT_TYPE).size() > 1) {
      return malformed("The header Authorization or Content-Type is there twice.");
    }
    if (HttpMethod.CONNECT.is(request.getMethod())) {
      return malformed("There is no tunnel here.");
    }
    return target(request.getHttpURI()).or(() -> transferEncoding(request, headers));
  }

  private static Optional<RefusedRequestException> target(HttpURI target) {
    String path = target.getPath();
    if (path == null || !path.startsWith("/")) {
      return malformed("The path must begin with a slash.");
    }
    if (target.getFragment() != null || !isVisible(target.getPathQuery())) {
      return malformed("The path must be percent-encoded.");
    }
    String scheme = target.getScheme();
    if (target.getUser() != null
        || (scheme != null && !scheme.equals("http") && !scheme.equals("https"))) {
      return malformed("The request is for another server: send the path alone.");
    }
    return Optional.empty();
  }

  private static Optional<RefusedRequestException> transferEncoding(
      Request request, HttpFields headers) {
    if (!headers.contains(HttpHeader.TRANSFER_ENCODING)) {
      return Optional.empty();
    }
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
      return malformed("The body's length is told in two ways.");
    }
    return headers.getValuesList(HttpHeader.TRANSFER_ENCODING).stream()
            .allMatch("chunked"::equalsIgnoreCase)
        ? Optional.empty()
        : Optional.of(
            new RefusedRequestException(501, "Send the body with Transfer-Encoding: chunked."));
  }

  private static boolean isVisible(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static Optional<RefusedRequestException> malformed(String detail) {
    return Optional.of(new RefusedRequestException(400, detail));
  }
}
