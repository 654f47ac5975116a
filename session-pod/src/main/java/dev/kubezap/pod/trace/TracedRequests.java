package dev.kubezap.pod.trace;

import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.RouteTable;
import dev.kubezap.pod.server.Exchange;
import dev.kubezap.pod.server.HttpHandler;
import dev.kubezap.pod.server.RefusedRequestException;
import dev.kubezap.pod.server.Response;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes a span of each request that is answered as a whole, and gives its trace context to whoever
 * answers. Streams have none: they last for hours.
 */
public final class TracedRequests implements HttpHandler {
  private final HttpHandler requests;
  private final RouteTable routes;
  private final Traces traces;

  /**
   * @param requests answers them
   * @param routes tell the pattern of a path
   */
  public TracedRequests(HttpHandler requests, RouteTable routes, Traces traces) {
    this.requests = requests;
    this.routes = routes;
    this.traces = traces;
  }

  @Override
  public void handle(Exchange exchange) throws IOException, InterruptedException {
    Optional<Route> route = route(exchange);
    if (route.filter(one -> one.endpoint() instanceof Route.Endpoint.Stream).isPresent()) {
      requests.handle(exchange);
      return;
    }
    Traces.Begun span =
        traces.request(
            exchange.method(),
            route.map(Route::path),
            Optional.ofNullable(exchange.headers().get("traceparent")));
    span.context().ifPresent(exchange::trace);
    try {
      requests.handle(exchange);
    } finally {
      span.end(
          exchange.status(),
          exchange.isAnswered() ? Optional.empty() : Optional.of("not-answered"));
    }
  }

  private Optional<Route> route(Exchange exchange) {
    try {
      return routes.match(exchange.method(), exchange.path())
              instanceof RouteTable.Match.Found found
          ? Optional.of(found.route())
          : Optional.empty();
    } catch (ProblemException e) {
      // A path that cannot be read has no route; the dispatcher answers so.
      return Optional.empty();
    }
  }

  @Override
  public Response refusal(RefusedRequestException reason) {
    return requests.refusal(reason);
  }
}
