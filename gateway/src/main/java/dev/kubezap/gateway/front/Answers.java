package dev.kubezap.gateway.front;

import dev.kubezap.gateway.problem.Problem;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes what the gateway answers by itself. */
public final class Answers {

  private Answers() {}

  /** Ends the request with a problem, unless its answer has begun. */
  public static void problem(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    response.setStatusCode(problem.status());
    problem.headers().forEach(response::putHeader);
    response.putHeader("Content-Type", Problem.MEDIA_TYPE);
    response.putHeader("Cache-Control", "no-store");
    var _ = response.end(problem.document().toString());
  }

  /** The headers by which browsers are held to what an API needs. */
  public static void secure(HttpServerResponse response) {
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
  }
}
