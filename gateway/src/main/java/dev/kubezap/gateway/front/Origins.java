package dev.kubezap.gateway.front;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers browsers that ask which pages of other origins may call (CORS). */
public final class Origins {

  private static final int REMEMBERED_SECONDS = 3600;

  private final Optional<CorsHandler> handler;

  /**
   * Lets these call.
   *
   * @param origins such as {@code https://console.example}; {@code *} for any; empty: none
   */
  public Origins(Set<String> origins) {
    handler =
        origins.isEmpty()
            ? Optional.empty()
            : Optional.of(
                CorsHandler.create()
                    .addOrigins(List.copyOf(origins))
                    .allowedMethods(
                        Set.of(
                            HttpMethod.GET,
                            HttpMethod.POST,
                            HttpMethod.PUT,
                            HttpMethod.PATCH,
                            HttpMethod.DELETE))
                    .allowedHeaders(
                        Set.of(
                            "Authorization",
                            "X-API-Key",
                            "Content-Type",
                            "Idempotency-Key",
                            "Last-Event-ID",
                            "Range"))
                    .exposedHeaders(Set.of("Location", "Retry-After", "Content-Range"))
                    .maxAgeSeconds(REMEMBERED_SECONDS));
  }

  /** Answers what a browser asks beforehand; gives everything else to the next handler. */
  public void handle(RoutingContext context) {
    if (handler.isEmpty() || isOwn(context.request())) {
      context.next();
    } else {
      handler.get().handle(context);
    }
  }

  /** Browsers name the origin of the gateway's own pages, too. */
  private static boolean isOwn(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null && origin.equals(request.scheme() + "://" + request.authority());
  }
}
