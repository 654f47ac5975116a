package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WebhookHeader;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.operator.observed.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether the Secrets are there that webhooks of many sessions name. They are not watched, so they
 * are read: at once for a webhook that is new, changed, or lacked one, otherwise now and then, and
 * not more than some in one round. Used by one thread.
 */
final class WebhookSecrets {

  private static final Duration NOW_AND_THEN = Duration.ofMinutes(5);

  /** For each a request to the API server, one after the other. */
  private static final int MOST_PER_ROUND = 50;

  private final Function<WhatsAppWebhook, List<Problem>> reader;
  private final Clock clock;
  private final Map<String, Look> looks = new HashMap<>();
  private int left;

  private record Look(Optional<Long> generation, List<Problem> problems, Instant at) {}

  /**
   * Nothing was read yet.
   *
   * @param reader reads what a webhook names, and says what is wrong with it
   */
  WebhookSecrets(Function<WhatsAppWebhook, List<Problem>> reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** One that reads by a client. */
  static WebhookSecrets of(SecretReader secrets, Clock clock) {
    return new WebhookSecrets(
        webhook ->
            secrets
                .resolverOfWebhooks(webhook.getMetadata().getNamespace())
                .problems(webhook(webhook)),
        clock);
  }

  /** A round begins with these webhooks; what is known of others is forgotten. */
  void begin(Set<WhatsAppWebhook> all) {
    left = MOST_PER_ROUND;
    Set<String> uids = new HashSet<>();
    all.forEach(webhook -> uids.add(webhook.getMetadata().getUid()));
    looks.keySet().retainAll(uids);
  }

  /**
   * What is wrong with the Secrets that a webhook names; empty while that is not known, since
   * others come first.
   */
  Optional<List<Problem>> of(WhatsAppWebhook webhook) {
    if (!names(webhook(webhook))) {
      return Optional.of(List.of());
    }
    String uid = webhook.getMetadata().getUid();
    Optional<Long> generation = Optional.ofNullable(webhook.getMetadata().getGeneration());
    Optional<Look> last =
        Optional.ofNullable(looks.get(uid)).filter(look -> look.generation().equals(generation));
    Instant now = clock.instant();
    boolean fresh =
        last.filter(look -> look.problems().isEmpty())
            .filter(look -> now.isBefore(look.at().plus(NOW_AND_THEN)))
            .isPresent();
    if (fresh || left == 0) {
      return last.map(Look::problems);
    }
    left--;
    List<Problem> problems = reader.apply(webhook);
    looks.put(uid, new Look(generation, problems, now));
    return Optional.of(problems);
  }

  private static Webhook webhook(WhatsAppWebhook webhook) {
    return webhook.getSpec().webhook(webhook.getMetadata().getName());
  }

  private static boolean names(Webhook webhook) {
    return webhook.signingKeySecretRef() != null
        || webhook.headers().stream().map(WebhookHeader::secretRef).anyMatch(Objects::nonNull);
  }
}
