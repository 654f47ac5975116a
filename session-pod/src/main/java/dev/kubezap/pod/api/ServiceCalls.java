package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import java.time.Duration;

/**
 * Asks WhatsApp on behalf of a request, waits for the answer, and says in one way why there is
 * none.
 */
final class ServiceCalls {
  /** Longer than the client waits for WhatsApp. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final int TOO_MANY = 429;
  private static final int FIRST_FAULT = 500;

  private final Clients clients;

  ServiceCalls(Session session) {
    clients = new Clients(session);
  }

  /**
   * What a request is answered by.
   *
   * @throws ProblemException 409 without a connection, 422 when WhatsApp refuses, 429 when it is
   *     asked too often, 502 for its faults, 503 when it does not answer
   */
  <A> A given(ServiceRequest<A> request) throws InterruptedException {
    return value(ask(request));
  }

  /** What was given, else the problem that says why not. */
  <A> A value(ServiceAnswer<A> answer) {
    return switch (answer) {
      case ServiceAnswer.Given<A>(A value) -> value;
      case ServiceAnswer.Impossible<A>(String code, String detail) ->
          throw new ProblemException(
              Problem.of(422, code, "The request cannot be carried out", detail));
      case ServiceAnswer.Queued<A> _ ->
          throw new IllegalStateException("nothing but a change of a group is queued");
      case ServiceAnswer.NotConnected<A> _ ->
          throw new ProblemException(
              Problem.conflict(
                  "not-connected",
                  "There is no connection to WhatsApp",
                  "This is asked of WhatsApp at once: repeat it while the session is connected."));
      case ServiceAnswer.Unanswered<A> _ ->
          throw new ProblemException(
              Problem.unavailable(
                  "no-answer",
                  "WhatsApp did not answer in time: what was to be changed may have changed. Try again.",
                  5));
      case ServiceAnswer.Refused<A>(int code, Duration retryAfter) ->
          throw new ProblemException(refused(code, retryAfter));
    };
  }

  /** The same answer, for a route that has an own word for some of them. */
  <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws InterruptedException {
    return Clients.await(clients.require().request(request), PATIENCE);
  }

  static Problem refused(int code, Duration retryAfter) {
    Problem problem;
    if (code == TOO_MANY || retryAfter.isPositive()) {
      problem =
          Problem.of(
                  TOO_MANY,
                  "whatsapp-limits",
                  "WhatsApp is asked too often",
                  "WhatsApp limits questions of this kind: try again later.")
              .withHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    } else if (code >= FIRST_FAULT) {
      problem =
          Problem.of(
              502,
              "whatsapp-fault",
              "WhatsApp's servers had a fault",
              "WhatsApp answered with the fault " + code + ": try again later.");
    } else {
      problem =
          Problem.of(
              422,
              "whatsapp-refused",
              "WhatsApp refused the request",
              "WhatsApp answered with the error " + code + ".");
    }
    return problem.withMember("whatsappCode", JsonNodeFactory.instance.numberNode(code));
  }
}
