package dev.kubezap.pod.http;

import dev.kubezap.pod.server.BodyMemory;
import dev.kubezap.pod.server.Exchange;
import dev.kubezap.pod.server.HttpHandler;
import dev.kubezap.pod.server.RefusedRequestException;
import dev.kubezap.pod.server.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes every request of the API: finds its route, checks its key and its limits, has it answered.
 */
public final class Dispatcher implements HttpHandler {
  private final RouteTable routes;
  private final Authenticator authenticator;
  private final HttpLimits limits;
  private final FailureMapper failures;
  private final WorkGate gate;
  private final RequestCounter counter;
  private final QueryCredentials inQuery;
  private final RateLimits rates;
  private final BodyReader bodies;
  private final HandlerCall calls;

  /**
   * @param failures names the problem of an exception that a handler threw
   * @param gate closed while the process shuts down
   * @param counter told of every answer as a whole
   * @param inQuery what opens streams and pictures in place of a header
   * @param rates hold each key to its requests
   */
  public Dispatcher(
      RouteTable routes,
      Authenticator authenticator,
      HttpLimits limits,
      FailureMapper failures,
      WorkGate gate,
      RequestCounter counter,
      QueryCredentials inQuery,
      RateLimits rates) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.limits = limits;
    this.failures = failures;
    this.gate = gate;
    this.counter = counter;
    this.inQuery = inQuery;
    this.rates = rates;
    bodies = new BodyReader(limits);
    calls = new HandlerCall(failures);
  }

  @Override
  public void handle(Exchange exchange) throws IOException, InterruptedException {
    try {
      RouteTable.Match match = routes.match(exchange.method(), exchange.path());
      Map<String, List<String>> query = RequestQuery.parse(exchange.query());
      Map<String, String> headers = exchange.headers();
      if (match instanceof RouteTable.Match.Found(Route route, _) && route.takesKeyInAddress()) {
        QueryCredentials.Moved moved = inQuery.move(query, headers, route.takesTicket());
        query = moved.query();
        headers = moved.headers();
      }
      authenticate(match, exchange.path(), headers);
      switch (match) {
        case RouteTable.Match.None none -> throw new ProblemException(unknownPath());
        case RouteTable.Match.OtherMethods other ->
            throw new ProblemException(otherMethod(String.join(", ", other.allowed())));
        case RouteTable.Match.Found found -> {
          Route route = BodyRules.chosen(found.route(), exchange.headers(), limits);
          BodyRules.check(route, exchange.hasBody(), exchange.headers(), limits);
          Request request = Request.withoutBody(found.parameters(), query, headers);
          serve(route, request, exchange);
        }
      }
    } catch (RuntimeException e) {
      if (exchange.isAnswered()) {
        throw e;
      }
      respond(exchange, Reply.problem(problemOf(e)));
    }
  }

  @Override
  public Response refusal(RefusedRequestException reason) {
    return Reply.problem(BodyReader.malformed(reason.status(), reason.detail())).response();
  }

  /** Unknown paths need a key too: what exists is not told to strangers. */
  private void authenticate(RouteTable.Match match, String path, Map<String, String> headers) {
    Route.Access access =
        match instanceof RouteTable.Match.Found found
            ? found.route().access()
            : path.startsWith("/api/")
                ? new Route.Access.Needs(Scope.READ)
                : new Route.Access.Open();
    boolean later = access instanceof Route.Access.FirstFrame && Credentials.of(headers).isEmpty();
    if (!later) {
      access.needed().ifPresent(scope -> rates.count(authenticator.require(scope, headers)));
    }
  }

  private void serve(Route route, Request request, Exchange exchange)
      throws IOException, InterruptedException {
    switch (route.endpoint()) {
      case Route.Endpoint.Stream stream -> {
        Optional<Route.Handler> whole = stream.handler().serve(request, exchange);
        if (whole.isPresent()) {
          answer(whole.get(), request, exchange);
        }
      }
      case Route.Endpoint.Upload upload ->
          answer(read -> bodies.take(upload, read, exchange), request, exchange);
      case Route.Endpoint.AnswerOrUpload _ ->
          throw new IllegalStateException("one of both was to be chosen before");
      case Route.Endpoint.Download download -> download(download.handler(), request, exchange);
      case Route.Endpoint.Answer answer -> {
        if (route.body() == Route.Body.NONE) {
          answer(answer.handler(), request, exchange);
          return;
        }
        try (BodyMemory.Share share = bodies.share()) {
          answer(answer.handler(), bodies.complete(route, request, exchange, share), exchange);
        }
      }
    }
  }

  private void answer(Route.Handler handler, Request request, Exchange exchange)
      throws IOException {
    enter();
    try {
      respond(exchange, calls.reply(handler, request));
    } finally {
      gate.leave();
    }
  }

  private void download(Route.DownloadHandler handler, Request request, Exchange exchange)
      throws IOException {
    enter();
    try {
      StoredFile file = handler.handle(request);
      counter.answered(exchange.method(), FileReply.write(file, request, exchange));
    } catch (ProblemException e) {
      throw e;
    } catch (Exception e) {
      if (exchange.isAnswered()) {
        throw new IOException("the file could not be sent whole", e);
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      respond(exchange, Reply.problem(failures.problemOf(e)));
    } finally {
      gate.leave();
    }
  }

  private void enter() {
    if (!gate.enter()) {
      throw new ProblemException(
          Problem.unavailable(
              "shutting-down", "The session moves to another process: try again shortly.", 5));
    }
  }

  private void respond(Exchange exchange, Reply reply) throws IOException {
    counter.answered(exchange.method(), reply.status());
    exchange.respond(reply.response());
  }

  private Problem problemOf(RuntimeException e) {
    return e instanceof ProblemException known ? known.problem() : failures.problemOf(e);
  }

  static Problem unknownPath() {
    return Problem.notFound("This path does not exist: see /openapi.json for those that do.");
  }

  static Problem otherMethod(String allowed) {
    return Problem.of(
            405, "method-not-allowed", "The path exists for other methods", "Use " + allowed + ".")
        .withHeader("Allow", allowed);
  }
}
