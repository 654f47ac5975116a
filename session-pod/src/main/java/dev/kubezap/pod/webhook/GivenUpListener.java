package dev.kubezap.pod.webhook;

import dev.kubezap.whatsapp.event.ConnectionEvent;

/** Is told of deliveries that are given up, before that is stored. */
@FunctionalInterface
public interface GivenUpListener {
  /** Tells nobody. */
  GivenUpListener NONE = event -> {};

  /** Deliveries are given up; returns when that is told, or cannot be. */
  void givenUp(ConnectionEvent.WebhookFailed event);
}
