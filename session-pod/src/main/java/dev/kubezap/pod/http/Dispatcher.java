package dev.kubezap.pod.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Takes every request of the API: finds its route, checks its key and its limits, has it answered
 * on a virtual thread, and writes the answer on the connection's event loop.
 */
public final class Dispatcher implements Handler<HttpServerRequest> {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final String TICKET = "ticket";

  private final Vertx vertx;
  private final RouteTable routes;
  private final Authenticator authenticator;
  private final HttpLimits limits;
  private final Executor workers;
  private final FailureMapper failures;
  private final WorkGate gate;
  private final RequestCounter counter;
  private final Tickets tickets;
  private final RateLimits rates;

  /**
   * @param workers runs handlers; they may wait
   * @param failures names the problem of an exception that a handler threw
   * @param gate closed while the process shuts down
   * @param counter told of every answer as a whole
   * @param tickets open a stream in place of a key
   * @param rates hold each key to its requests
   */
  public Dispatcher(
      Vertx vertx,
      RouteTable routes,
      Authenticator authenticator,
      HttpLimits limits,
      Executor workers,
      FailureMapper failures,
      WorkGate gate,
      RequestCounter counter,
      Tickets tickets,
      RateLimits rates) {
    this.vertx = vertx;
    this.routes = routes;
    this.authenticator = authenticator;
    this.limits = limits;
    this.workers = workers;
    this.failures = failures;
    this.gate = gate;
    this.counter = counter;
    this.tickets = tickets;
    this.rates = rates;
  }

  @Override
  public void handle(HttpServerRequest exchange) {
    exchange.exceptionHandler(
        e -> LOG.debugf("The connection of a request ended: %s", e.getMessage()));
    try {
      Map<String, String> headers = RequestParts.headers(exchange);
      RouteTable.Match match = routes.match(exchange.method().name(), exchange.path());
      Map<String, List<String>> query = RequestParts.query(exchange);
      if (hasTicket(match, query)) {
        redeem(query.getOrDefault(TICKET, List.of()));
        query = without(query);
      } else {
        authenticate(match, headers, exchange.path());
      }
      switch (match) {
        case RouteTable.Match.None none -> throw new ProblemException(unknownPath());
        case RouteTable.Match.OtherMethods other ->
            throw new ProblemException(otherMethod(String.join(", ", other.allowed())));
        case RouteTable.Match.Found found -> {
          BodyRules.check(found.route(), exchange, headers, limits);
          Request request = Request.withoutBody(found.parameters(), query, headers);
          begin(found.route(), request, exchange);
        }
      }
    } catch (RuntimeException e) {
      refuse(exchange, e);
    }
  }

  /** Unknown paths need a key too: what exists is not told to strangers. */
  private void authenticate(RouteTable.Match match, Map<String, String> headers, String path) {
    Route.Access access =
        match instanceof RouteTable.Match.Found found
            ? found.route().access()
            : path.startsWith("/api/")
                ? new Route.Access.Needs(Scope.READ)
                : new Route.Access.Open();
    if (access instanceof Route.Access.Needs needs) {
      rates.count(authenticator.require(needs.scope(), headers));
    }
  }

  /** Only streams are opened by tickets: they are what cannot be asked for with a header. */
  private static boolean hasTicket(RouteTable.Match match, Map<String, List<String>> query) {
    return query.containsKey(TICKET)
        && match instanceof RouteTable.Match.Found found
        && found.route().endpoint() instanceof Route.Endpoint.Stream;
  }

  private void redeem(List<String> values) {
    if (values.size() != 1 || !tickets.redeem(values.getFirst())) {
      throw new ProblemException(
          Problem.of(
              401,
              "ticket-refused",
              "The ticket is unknown, used or too old",
              "Take a new one for each stream: POST /api/v1/events/tickets."));
    }
  }

  private static Map<String, List<String>> without(Map<String, List<String>> query) {
    Map<String, List<String>> rest = new LinkedHashMap<>(query);
    rest.remove(TICKET);
    return rest;
  }

  private void begin(Route route, Request request, HttpServerRequest exchange) {
    switch (route.endpoint()) {
      case Route.Endpoint.Stream stream -> {
        Optional<Route.Handler> whole = stream.handler().begin(request, exchange);
        whole.ifPresent(handler -> answer(handler, request, exchange));
      }
      case Route.Endpoint.Answer answer when route.body() == Route.Body.NONE ->
          answer(answer.handler(), request, exchange);
      case Route.Endpoint.Answer answer -> readBody(route, answer.handler(), request, exchange);
    }
  }

  private void readBody(
      Route route, Route.Handler handler, Request request, HttpServerRequest exchange) {
    BodyReader.read(vertx, exchange, limits)
        .onSuccess(
            body -> {
              try {
                answer(handler, withBody(route, request, body), exchange);
              } catch (RuntimeException e) {
                refuse(exchange, e);
              }
            })
        .onFailure(e -> refuse(exchange, e));
  }

  private static Request withBody(Route route, Request request, Buffer body) {
    byte[] bytes = body.getBytes();
    if (bytes.length == 0 && route.body() == Route.Body.OPTIONAL_JSON) {
      return request;
    }
    try {
      if (Json.read(bytes) instanceof ObjectNode object) {
        return new Request(request.pathParameters(), request.query(), request.headers(), object);
      }
      throw new MalformedJsonException("it is not an object");
    } catch (MalformedJsonException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "malformed-request",
              "The request is malformed",
              "The body must be one JSON object: " + e.getMessage() + "."));
    }
  }

  private void answer(Route.Handler handler, Request request, HttpServerRequest exchange) {
    if (!gate.enter()) {
      throw new ProblemException(
          Problem.unavailable(
              "shutting-down", "The session moves to another process: try again shortly.", 5));
    }
    Context context = vertx.getOrCreateContext();
    workers.execute(
        () -> {
          Reply reply = replyOf(handler, request);
          context.runOnContext(
              ignored -> {
                ReplyWriter.write(exchange, reply);
                counter.answered(exchange.method().name(), reply.status());
                gate.leave();
              });
        });
  }

  private Reply replyOf(Route.Handler handler, Request request) {
    try {
      return handler.handle(request);
    } catch (ProblemException e) {
      return Reply.problem(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.problem(failures.problemOf(e));
    } catch (Exception e) {
      return Reply.problem(failures.problemOf(e));
    }
  }

  private void refuse(HttpServerRequest exchange, Throwable e) {
    Problem problem = e instanceof ProblemException known ? known.problem() : failures.problemOf(e);
    ReplyWriter.writeAndClose(exchange, Reply.problem(problem));
    counter.answered(exchange.method().name(), problem.status());
  }

  private static Problem unknownPath() {
    return Problem.notFound("This path does not exist: see /openapi.json for those that do.");
  }

  private static Problem otherMethod(String allowed) {
    return Problem.of(
            405, "method-not-allowed", "The path exists for other methods", "Use " + allowed + ".")
        .withHeader("Allow", allowed);
  }
}
