package dev.kubezap.gateway.stream;

import dev.kubezap.gateway.access.Authenticator;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.front.Answers;
import dev.kubezap.gateway.front.Front;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /events} and {@code /events/ws}: what happens to all sessions that the caller may read.
 */
public final class EventRoutes {

  /** More make ids that no server takes as a header. */
  static final int MOST_SESSIONS = 1000;

  private static final String PLACE = "Last-Event-ID";
  private static final int AGAIN_AFTER_SECONDS = 30;

  private final Vertx vertx;
  private final FleetEvents events;
  private final Authenticator authenticator;
  private final Clock clock;

  /**
   * @param authenticator tells whose key or token the first frame of a WebSocket has
   */
  public EventRoutes(Vertx vertx, FleetEvents events, Authenticator authenticator, Clock clock) {
    this.vertx = vertx;
    this.events = events;
    this.authenticator = authenticator;
    this.clock = clock;
  }

  /** Answers with server-sent events; called on the event loop, once the front let it pass. */
  public void serverSent(RoutingContext context) {
    try {
      Caller caller = context.get(Front.CALLER);
      SelectionReader.Wish wish = SelectionReader.read(fields(context.request()), PLACE);
      admit(events, caller, wish);
      events.serve(caller, wish, new ServerSentWriter(context.response()));
    } catch (ProblemException e) {
      Answers.problem(context, e.problem());
    }
  }

  private static Map<String, List<String>> fields(HttpServerRequest request) {
    var fields = new HashMap<String, List<String>>();
    request.params().names().forEach(name -> fields.put(name, request.params().getAll(name)));
    String place = request.getHeader(PLACE);
    if (place != null) {
      fields.put(PLACE, List.of(place));
    }
    return fields;
  }

  /**
   * Takes a reader's place.
   *
   * @throws ProblemException when the reader may not read, or there is no place
   */
  static void admit(FleetEvents events, Caller caller, SelectionReader.Wish wish) {
    mayRead(caller);
    long count = events.count(caller, wish.selection());
    if (count > MOST_SESSIONS) {
      throw new ProblemException(
          Problem.of(
              422,
              "too-many-sessions",
              "Too many sessions for one stream",
              "These are "
                  + count
                  + ", one stream takes "
                  + MOST_SESSIONS
                  + ": open several, by namespace, label or session."));
    }
    if (!events.admit()) {
      throw new ProblemException(
          Problem.of(
                  429,
                  "too-many-streams",
                  "Too many streams are open",
                  "This gateway has " + FleetEvents.MOST_READERS + ": close one, or try again.")
              .withHeader("Retry-After", Integer.toString(AGAIN_AFTER_SECONDS)));
    }
  }

  static void mayRead(Caller caller) {
    if (!caller.mayAnywhere(Scope.READ)) {
      throw new ProblemException(Problem.forbidden("Events need the scope read."));
    }
  }

  /** Goes on as a WebSocket; who calls is said by the request or by the first frame. */
  public void socket(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      Answers.problem(
          context,
          Problem.of(
              400,
              "websocket-required",
              "This path speaks WebSocket",
              "Open it as a WebSocket, or read GET /api/v1/events."));
      return;
    }
    Optional<Caller> caller = Optional.ofNullable(context.get(Front.CALLER));
    var _ =
        request
            .toWebSocket()
            .onSuccess(
                socket ->
                    new SocketConversation(vertx, socket, events, authenticator, clock)
                        .begin(caller));
  }
}
