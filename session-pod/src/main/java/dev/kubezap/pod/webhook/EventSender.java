package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;

/**
 * Hands events to endpoints. Blocking; meant for virtual threads, whose interruption ends an
 * attempt. Safe for use by several threads.
 */
interface EventSender extends AutoCloseable {
  /** Hands over one event, once, in at most 20 seconds. Every failure is a result. */
  AttemptResult send(WebhookEndpoint endpoint, StoredEvent event);

  /** Ends what connections it keeps. */
  @Override
  void close();
}
