package dev.kubezap.pod.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the parts of a request that are not its body. */
final class RequestParts {

  private RequestParts() {}

  /** Headers by lower-case name; of a repeated one the first counts. */
  static Map<String, String> headers(HttpServerRequest exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    return Map.copyOf(headers);
  }

  /**
   * The query's parameters.
   *
   * @throws ProblemException 400 when an escape is broken
   */
  static Map<String, List<String>> query(HttpServerRequest exchange) {
    String query = Optional.ofNullable(exchange.query()).orElse("");
    try {
      return new QueryStringDecoder(query, false).parameters();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "malformed-request",
              "The request is malformed",
              "The query has a broken percent escape: encode it as UTF-8."));
    }
  }
}
