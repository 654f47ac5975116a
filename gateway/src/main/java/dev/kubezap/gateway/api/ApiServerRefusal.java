package dev.kubezap.gateway.api;

import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.FieldError;
import dev.kubezap.gateway.problem.Problem;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a caller is told when the API server refuses what they asked for. Pure. */
final class ApiServerRefusal {

  private static final int AGAIN_AFTER_SECONDS = 5;

  private ApiServerRefusal() {}

  static Problem of(KubernetesClientException refusal, SessionId session) {
    return switch (refusal.getCode()) {
      case 404 -> missing(refusal, session);
      case 403 -> forbidden(refusal, session);
      case 409 ->
          Problem.of(
              409,
              "name-taken",
              "The name is taken",
              "There is a session " + session + ": choose another name, or use that one.");
      case 400, 422 -> invalid(refusal);
      case 429 ->
          Problem.unavailable(
              "api-server-busy", "The Kubernetes API server is busy.", AGAIN_AFTER_SECONDS);
      default ->
          Problem.unavailable(
              "api-server-unavailable",
              "The Kubernetes API server does not answer: try again shortly. Sessions that run are"
                  + " not concerned.",
              AGAIN_AFTER_SECONDS);
    };
  }

  private static Problem missing(KubernetesClientException refusal, SessionId session) {
    String kind = details(refusal).map(StatusDetails::getKind).map(String::valueOf).orElse("");
    return kind.equals("namespaces")
        ? field("namespace", "there is no namespace " + session.namespace())
        : Problem.notFound("There is no session " + session + ".");
  }

  /**
   * A namespace that is being deleted takes nothing new; otherwise rights are missing, or quota.
   */
  private static Problem forbidden(KubernetesClientException refusal, SessionId session) {
    String message = message(refusal);
    if (message.contains("being terminated")) {
      return field("namespace", session.namespace() + " is being deleted");
    }
    if (message.contains("exceeded quota")) {
      return Problem.of(
          429, "capacity", "No further session", "The namespace's quota of sessions is used up.");
    }
    return Problem.forbidden(
        "The gateway has no rights in the namespace " + session.namespace() + ".");
  }

  private static Problem invalid(KubernetesClientException refusal) {
    List<StatusCause> causes =
        details(refusal).map(StatusDetails::getCauses).map(List::copyOf).orElse(List.of());
    if (causes.isEmpty()) {
      return Problem.malformed(message(refusal));
    }
    return Problem.invalid(
        causes.stream()
            .map(cause -> new FieldError(fieldOf(cause), messageOf(cause)))
            .distinct()
            .toList());
  }

  /** The field as the caller wrote it. */
  private static String fieldOf(StatusCause cause) {
    String field = Objects.requireNonNullElse(cause.getField(), "");
    return field
        .replaceFirst("^spec[.]pairing[.]", "")
        .replaceFirst("^(spec|metadata)[.]", "")
        .replaceFirst("^<nil>$", "name");
  }

  /** Without what the API server puts before every rule's own words. */
  private static String messageOf(StatusCause cause) {
    return Objects.requireNonNullElse(cause.getMessage(), "is not valid")
        .replaceFirst("^Invalid value: (\"[^\"]*\"|\\S+): ", "");
  }

  private static Problem field(String field, String message) {
    return Problem.invalid(List.of(new FieldError(field, message)));
  }

  private static Optional<StatusDetails> details(KubernetesClientException refusal) {
    return Optional.ofNullable(refusal.getStatus())
        .flatMap(status -> Optional.ofNullable(status.getDetails()));
  }

  private static String message(KubernetesClientException refusal) {
    return Optional.ofNullable(refusal.getStatus())
        .map(Status::getMessage)
        .map(String::valueOf)
        .orElse("");
  }
}
