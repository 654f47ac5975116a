package dev.kubezap.pod.api;

import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.webhook.ListedDelivery;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.TestEvent;
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

  /**
   * What waits for another attempt or was given up, oldest first.
   *
   * @param after the sequence behind which to begin
   */
  List<ListedDelivery> deliveries(String webhook, boolean waiting, long after, int limit);

  /**
   * Forgets what was given up.
   *
   * @param sequences which of it; all when there are none
   * @return how many; empty when this process does not own the session
   */
  OptionalInt discard(String webhook, List<Long> sequences);

  /**
   * Posts an event that nobody raised to a webhook and waits for its answer.
   *
   * @return empty when there is no such webhook
   * @throws IllegalArgumentException when the other address cannot be used, with what to change
   */
  Optional<TestDelivery> test(String webhook, TestEvent event);

  /**
   * Posts an event that nobody raised to any address and waits for its answer.
   *
   * @param signedAs the webhook whose keys sign it
   * @return empty when there is no such webhook
   * @throws IllegalArgumentException when the address cannot be used, with what to change
   */
  Optional<TestDelivery> deliver(Optional<String> signedAs, TestEvent event);

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
