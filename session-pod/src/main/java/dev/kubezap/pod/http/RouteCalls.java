package dev.kubezap.pod.http;

import java.util.Map;

/**
 * Calls routes for a caller who came in by another one, with the rights of that caller: what
 * another protocol offers is the same API.
 */
public final class RouteCalls {
  private final Authenticator authenticator;
  private final HandlerCall calls;

  /**
   * @param authenticator tells what the caller may do
   * @param failures names the problem of an exception that a handler threw
   */
  public RouteCalls(Authenticator authenticator, FailureMapper failures) {
    this.authenticator = authenticator;
    calls = new HandlerCall(failures);
  }

  /**
   * Whether the caller may use a route.
   *
   * @param headers of the caller's request, by lower-case name
   */
  public boolean may(Route route, Map<String, String> headers) {
    try {
      require(route, headers);
      return true;
    } catch (ProblemException e) {
      if (e.problem().status() == 403) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The answer of a route that takes no body or a JSON object; a problem document when the caller
   * may not use it.
   *
   * @param request with the headers of the caller's request
   * @throws IllegalArgumentException for a route of another kind
   */
  public Reply call(Route route, Request request) {
    Route.Handler handler = handler(route);
    return calls.reply(
        allowed -> {
          require(route, allowed.headers());
          return handler.handle(allowed);
        },
        request);
  }

  private void require(Route route, Map<String, String> headers) {
    route.access().needed().ifPresent(scope -> authenticator.require(scope, headers));
  }

  private static Route.Handler handler(Route route) {
    return switch (route.endpoint()) {
      case Route.Endpoint.Answer answer -> answer.handler();
      case Route.Endpoint.AnswerOrUpload both -> both.json();
      case Route.Endpoint.Upload _, Route.Endpoint.Download _, Route.Endpoint.Stream _ ->
          throw new IllegalArgumentException(route.path() + " does not answer as a whole");
    };
  }
}
