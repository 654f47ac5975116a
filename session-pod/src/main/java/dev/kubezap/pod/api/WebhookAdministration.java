package dev.kubezap.pod.api;

import dev.kubezap.pod.config.WebhookSetting;
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

  /** All webhooks: those that are declared, and those that were made through the API. */
  List<WebhookEndpoint> endpoints();

  /** Whether this one was made through the API, where it can be changed. */
  boolean isRegistered(String webhook);

  /**
   * Makes a webhook, or puts it in the place of what was made under its name.
   *
   * @throws IllegalArgumentException when it cannot be used, with what to change
   */
  WebhookChange put(WebhookSetting webhook);

  /** Removes a webhook that was made through the API. */
  WebhookChange remove(String webhook);

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
