package dev.kubezap.operator.observed;

import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which webhooks select a session. Pure. */
public final class WebhookSelection {

  /** How many may select one session, so that its configuration stays within a Secret. */
  static final int MOST = 32;

  private WebhookSelection() {}

  /** Whether a webhook selects a session; both are of the same namespace. */
  public static boolean selects(WhatsAppWebhook webhook, WhatsAppSession session) {
    LabelSelector selector = webhook.getSpec().selector();
    Map<String, String> labels =
        Objects.requireNonNullElse(session.getMetadata().getLabels(), Map.of());
    return selector == null
        || (selector.getMatchLabels().entrySet().stream()
                .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))
            && selector.getMatchExpressions().stream()
                .allMatch(expression -> holds(expression, labels)));
  }

  /** As Kubernetes decides; what this operator does not know selects nothing. */
  private static boolean holds(LabelSelectorRequirement expression, Map<String, String> labels) {
    Optional<String> value = Optional.ofNullable(labels.get(expression.getKey()));
    return switch (expression.getOperator()) {
      case "In" -> value.filter(expression.getValues()::contains).isPresent();
      case "NotIn" -> value.filter(expression.getValues()::contains).isEmpty();
      case "Exists" -> value.isPresent();
      case "DoesNotExist" -> value.isEmpty();
      default -> false;
    };
  }

  /**
   * What a session delivers to beside its own webhooks, in the order of their names.
   *
   * @param selecting the webhooks that select it
   */
  public static Result<List<Webhook>> of(Collection<WhatsAppWebhook> selecting) {
    if (selecting.size() > MOST) {
      return Result.missing(
          Problem.blocking(
              "WebhooksTooMany",
              selecting.size()
                  + " WhatsAppWebhooks select this session, and at most "
                  + MOST
                  + " may: narrow the selectors of some"));
    }
    var problems = new ArrayList<Problem>();
    List<Webhook> webhooks =
        selecting.stream()
            .sorted(Comparator.comparing(webhook -> webhook.getMetadata().getName()))
            .map(webhook -> read(webhook, problems))
            .toList();
    return problems.isEmpty() ? Result.found(webhooks) : new Result.Missing<>(problems);
  }

  private static Webhook read(WhatsAppWebhook webhook, List<Problem> problems) {
    String name = webhook.getMetadata().getName();
    UnknownSettings.problem(webhook.getSpec().unknown(), "WhatsAppWebhook " + name + ": ")
        .ifPresent(problems::add);
    return webhook.getSpec().webhook(name);
  }
}
