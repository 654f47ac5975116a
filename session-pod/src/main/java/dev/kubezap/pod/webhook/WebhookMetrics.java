package dev.kubezap.pod.webhook;

import java.time.Duration;

/** Counters of deliveries; every implementation is cheap and does not wait. */
public interface WebhookMetrics {
  /** Delivered, this long after it happened. */
  void delivered(String webhook, Duration lag);

  /**
   * An attempt failed.
   *
   * @param reason an HTTP status such as {@code 503}, or a name such as {@code timeout}
   */
  void failed(String webhook, String reason);

  /** Deliveries were given up. */
  void deadLettered(String webhook, long count);

  /** Counts nothing. */
  WebhookMetrics NONE =
      new WebhookMetrics() {
        @Override
        public void delivered(String webhook, Duration lag) {}

        @Override
        public void failed(String webhook, String reason) {}

        @Override
        public void deadLettered(String webhook, long count) {}
      };
}
