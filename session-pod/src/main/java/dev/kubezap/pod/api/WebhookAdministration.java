package dev.kubezap.pod.api;

import dev.kubezap.pod.webhook.Delivery;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The session's webhooks as the API sees them. Every method but {@link #endpoints} may wait for the
 * database and throws {@link dev.kubezap.whatsapp.store.StoreUnavailableException} when it does not
 * answer.
 */
public interface WebhookAdministration {

  /** The declared webhooks. */
  List<WebhookEndpoint> endpoints();

  /** What waits for another attempt, oldest first. */
  List<Delivery> waiting(String webhook);

  /** What was given up, oldest first. */
  List<Delivery> deadLetters(String webhook);

  /**
   * Posts a test event to a webhook and waits for its answer.
   *
   * @return empty when there is no such webhook
   */
  Optional<TestDelivery> test(String webhook);

  /**
   * Has events delivered again.
   *
   * @return how many; empty when this process does not own the session
   */
  OptionalInt replay(String webhook, List<String> ids);

  /**
   * Has the events of a time delivered again.
   *
   * @return how many; empty when this process does not own the session
   */
  OptionalInt replay(String webhook, Instant from, Instant to);
}
