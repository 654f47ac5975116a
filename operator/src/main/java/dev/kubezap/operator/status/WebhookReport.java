package dev.kubezap.operator.status;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhookStatus;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.UnknownSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the status of a webhook of many sessions. Pure. */
public final class WebhookReport {

  private WebhookReport() {}

  /**
   * All of it.
   *
   * @param selected how many sessions were looked at with it
   * @param secrets what is wrong with the Secrets that it names
   * @param now for a condition that changes
   */
  public static WhatsAppWebhookStatus of(
      WhatsAppWebhook webhook, int selected, List<Problem> secrets, Instant now) {
    Optional<Problem> problem =
        UnknownSettings.problem(webhook.getSpec().unknown(), "")
            .or(() -> together(secrets, webhook.getMetadata().getNamespace()));
    Verdict verdict =
        problem
            .map(found -> Verdict.no(found.reason(), found.message()))
            .orElseGet(
                () ->
                    Verdict.yes(
                        "Selecting",
                        selected == 0
                            ? "no session of this namespace has the labels that it selects by"
                            : "sessions deliver to it: " + selected));
    Long generation = webhook.getMetadata().getGeneration();
    String status = verdict.holds() ? "True" : "False";
    String since =
        Optional.ofNullable(webhook.getStatus()).stream()
            .flatMap(present -> present.conditions().stream())
            .filter(present -> present.type().equals("Ready") && present.status().equals(status))
            .map(Condition::lastTransitionTime)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new WhatsAppWebhookStatus(
        generation,
        selected,
        List.of(
            new Condition(
                "Ready", status, verdict.reason(), verdict.message(), since, generation)));
  }

  private static Optional<Problem> together(List<Problem> problems, String namespace) {
    return problems.stream()
        .findFirst()
        .map(
            first ->
                new Problem(
                    first.reason(),
                    "in namespace "
                        + namespace
                        + ": "
                        + problems.stream()
                            .map(Problem::message)
                            .distinct()
                            .collect(Collectors.joining("; ")),
                    first.remedy()));
  }
}
