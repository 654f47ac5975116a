package dev.kubezap.gateway.front;

import dev.kubezap.gateway.access.Authenticator;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Credential;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes every request of the API: finds who calls, and gives it to whoever answers. */
public final class Front {
  /** Parameters of an address that the pod takes in the place of a header. */
  private static final List<String> JUDGED_BY_POD = List.of("ticket", "apiKey");

  private static final Logger LOG = Logger.getLogger(Front.class);

  /** What a request's context has its caller under. */
  public static final String CALLER = Caller.class.getName();

  /** What a request's context has the id of its session under, once that is known. */
  public static final String SESSION = SessionId.class.getName();

  private final Authenticator authenticator;
  private final PodProxy pods;

  /** Whatever belongs to a pod is given to {@code pods}, everything else to the next handler. */
  public Front(Authenticator authenticator, PodProxy pods) {
    this.authenticator = authenticator;
    this.pods = pods;
  }

  /** Called on the event loop. */
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Target target = Target.of(request.path());
    Audit.follow(context);
    Optional<Credential> credential =
        Credential.of(request.getHeader("Authorization"), request.getHeader("X-API-Key"));
    if (credential.isEmpty()) {
      go(context, target, Optional.empty(), false);
      return;
    }
    Optional<Caller> caller = authenticator.byKey(credential.get());
    if (caller.isPresent() || !credential.get().isToken()) {
      go(context, target, caller, true);
      return;
    }
    // Whoever verifies a token may have to wait for its issuer's keys.
    request.pause();
    Future<Optional<Caller>> owner =
        context.vertx().executeBlocking(() -> authenticator.byToken(credential.get()), false);
    owner
        .onSuccess(
            known -> {
              go(context, target, known, true);
              request.resume();
            })
        .onFailure(failure -> refuse(context, failure));
  }

  private void go(
      RoutingContext context, Target target, Optional<Caller> caller, boolean presented) {
    try {
      route(context, target, caller, presented);
    } catch (ProblemException e) {
      refuse(context, e);
    }
  }

  private void route(
      RoutingContext context, Target target, Optional<Caller> caller, boolean presented) {
    caller.ifPresent(known -> context.put(CALLER, known));
    switch (target) {
      case Target.Nowhere() -> {
        known(caller, presented);
        throw new ProblemException(Problem.notFound("No path of the API is called so."));
      }
      case Target.Own() -> {
        known(caller, presented);
        context.next();
      }
      case Target.Fleet() -> {
        Optional<SessionId> session = caller.flatMap(Caller::session);
        if (session.isPresent()) {
          pods.forward(context, session.get(), context.request().path(), caller);
        } else if (caller.isEmpty() && !presented && isSocket(context.request())) {
          context.next(); // its first frame says who calls
        } else {
          known(caller, presented);
          context.next();
        }
      }
      case Target.ByKey() -> byKey(context, known(caller, presented));
      case Target.Pod(SessionId session, String path) ->
          toPod(context, session, path, caller, presented);
    }
  }

  private void byKey(RoutingContext context, Caller caller) {
    SessionId session =
        caller
            .session()
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            "The caller is of the whole fleet: name the session, as in"
                                + " /api/v1/sessions/{namespace}/{name}"
                                + context.request().path().substring(Target.BASE.length() - 1)
                                + ".")));
    pods.forward(context, session, context.request().path(), Optional.of(caller));
  }

  /** A key or ticket that only the pod knows is judged by the pod. */
  private void toPod(
      RoutingContext context,
      SessionId session,
      String path,
      Optional<Caller> caller,
      boolean presented) {
    boolean judgedThere =
        presented
            || JUDGED_BY_POD.stream().anyMatch(name -> context.request().getParam(name) != null)
            || isSocket(context.request());
    if (caller.isEmpty() && !judgedThere) {
      throw new ProblemException(Problem.unauthorized("The request has no key"));
    }
    pods.forward(context, session, path, caller);
  }

  private static Caller known(Optional<Caller> caller, boolean presented) {
    return caller.orElseThrow(
        () ->
            new ProblemException(
                Problem.unauthorized(
                    presented ? "The key is not known" : "The request has no key")));
  }

  private static boolean isSocket(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private static void refuse(RoutingContext context, Throwable failure) {
    if (failure instanceof ProblemException expected) {
      Answers.problem(context, expected.problem());
      return;
    }
    LOG.error("A request could not be taken", failure);
    Answers.problem(
        context, Problem.of(500, "internal", "The gateway has a defect", "Its log has the cause."));
  }
}
