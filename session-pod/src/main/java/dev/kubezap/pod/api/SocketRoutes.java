package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Credentials;
import dev.kubezap.pod.http.FrameCalls;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.server.Exchange;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code /events/ws}: a WebSocket of events to the caller, and of requests from it. */
public final class SocketRoutes {
  private final EventStreams streams;
  private final SocketConversation.Parts parts;

  /**
   * @param name the session's, as namespace/name
   * @param calls answers what callers ask for in frames
   */
  public SocketRoutes(
      String name, Session session, EventStreams streams, FrameCalls calls, Clock clock) {
    this.streams = streams;
    parts = new SocketConversation.Parts(name, session, calls, clock);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(Route.socket("/api/v1/events/ws", Scope.READ, this::socket));
  }

  private Optional<Route.Handler> socket(Request request, Exchange exchange) throws IOException {
    new Query(request).finish();
    if (!request.header("upgrade").filter("websocket"::equalsIgnoreCase).isPresent()) {
      throw new ProblemException(
          Problem.of(
              400,
              "websocket-required",
              "This path speaks WebSocket",
              "Open it as a WebSocket, or read GET /api/v1/events."));
    }
    streams.serveSocket(exchange, parts, Credentials.of(request.headers()));
    return Optional.empty();
  }
}
