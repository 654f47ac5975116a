package dev.kubezap.pod.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Calls routes for a caller whose requests come by a WebSocket, one a frame: by the same rights and
 * limits as if each had come on its own.
 */
public final class FrameCalls {
  /** What is answered as a whole lies below this; documents that are open to all do not. */
  private static final String BASE = "/api/";

  private final RouteTable routes;
  private final Authenticator authenticator;
  private final RateLimits rates;
  private final WorkGate gate;
  private final HandlerCall calls;
  private final RequestCounter counter;
  private final Tickets tickets;

  /**
   * @param gate closed while the process shuts down
   * @param failures names the problem of an exception that a handler threw
   * @param counter told of every answer
   * @param tickets may be shown in place of a key
   */
  public FrameCalls(
      RouteTable routes,
      Authenticator authenticator,
      RateLimits rates,
      WorkGate gate,
      FailureMapper failures,
      RequestCounter counter,
      Tickets tickets) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.rates = rates;
    this.gate = gate;
    this.counter = counter;
    this.tickets = tickets;
    calls = new HandlerCall(failures);
  }

  /**
   * Passes when the caller is known and may read.
   *
   * @throws ProblemException 401 without a known key, 403 when the key may not read
   */
  public void requireReader(Credentials caller) {
    rates.count(authenticator.require(Scope.READ, caller.headers()));
  }

  /**
   * Whose ticket this is; it is used up.
   *
   * @throws ProblemException 401 when it is unknown, used or too old
   */
  public Credentials redeem(String ticket) {
    return tickets.redeem(ticket).orElseThrow(() -> new ProblemException(Tickets.refused()));
  }

  /**
   * The answer; a problem document when there is no other.
   *
   * @param address path and query
   * @param headers with the caller's credentials, by lower-case name
   * @param body empty for a request without one
   */
  public Reply call(String method, String address, Map<String, String> headers, ObjectNode body) {
    Reply reply = reply(method, address, headers, body);
    counter.answered(method, reply.status());
    return reply;
  }

  private Reply reply(String method, String address, Map<String, String> headers, ObjectNode body) {
    if (!gate.enter()) {
      return Reply.problem(
          Problem.unavailable(
              "shutting-down", "The session moves to another process: try again shortly.", 5));
    }
    try {
      int mark = address.indexOf('?');
      String path = mark < 0 ? address : address.substring(0, mark);
      Map<String, List<String>> query =
          RequestQuery.parse(mark < 0 ? "" : address.substring(mark + 1));
      RouteTable.Match match =
          path.startsWith(BASE) ? routes.match(method, path) : new RouteTable.Match.None();
      return switch (match) {
        case RouteTable.Match.None _ -> Reply.problem(Dispatcher.unknownPath());
        case RouteTable.Match.OtherMethods other ->
            Reply.problem(Dispatcher.otherMethod(String.join(", ", other.allowed())));
        case RouteTable.Match.Found found ->
            calls.reply(
                request -> answer(found.route(), request),
                new Request(found.parameters(), query, headers, body));
      };
    } catch (ProblemException e) {
      return Reply.problem(e.problem());
    } finally {
      gate.leave();
    }
  }

  private Reply answer(Route route, Request request) throws Exception {
    route
        .access()
        .needed()
        .ifPresent(scope -> rates.count(authenticator.require(scope, request.headers())));
    return switch (route.endpoint()) {
      case Route.Endpoint.Answer answer -> {
        if (route.body() == Route.Body.NONE && !request.body().isEmpty()) {
          throw new ProblemException(Problem.invalid("body", "is not taken by this request"));
        }
        yield answer.handler().handle(request);
      }
      case Route.Endpoint.AnswerOrUpload both -> both.json().handle(request);
      case Route.Endpoint.Upload _, Route.Endpoint.Download _, Route.Endpoint.Stream _ ->
          throw new ProblemException(
              Problem.of(
                  422,
                  "not-by-websocket",
                  "Files and streams do not fit into frames",
                  "Ask for this path by a request of its own."));
    };
  }
}
