package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The attempts of one webhook that are under way, each on a thread of its own. */
final class Attempts {
  private static final Duration STUCK_AFTER = DeliveryTerms.LONGEST_TIMEOUT.plusSeconds(5);

  private record Attempt(Thread thread, long startedAt) {}

  private final EventSender sender;
  private final BiConsumer<StoredEvent, AttemptResult> ended;
  private final Map<Long, Attempt> underWay = new HashMap<>();

  /**
   * None is under way.
   *
   * @param ended told what became of each, on its own thread
   */
  Attempts(EventSender sender, BiConsumer<StoredEvent, AttemptResult> ended) {
    this.sender = sender;
    this.ended = ended;
  }

  /** Begins one. */
  void begin(WebhookEndpoint target, StoredEvent event) {
    Thread thread =
        Thread.ofVirtual().name("delivery-" + event.id()).start(() -> attempt(target, event));
    underWay.put(event.sequence(), new Attempt(thread, System.nanoTime()));
  }

  /** However it goes it ends, since its chat waits for it. */
  private void attempt(WebhookEndpoint target, StoredEvent event) {
    AttemptResult result = AttemptResult.INTERNAL;
    try {
      result = sender.send(target, event);
    } finally {
      ended.accept(event, result);
    }
  }

  /** One has ended; false when it was cut off before. */
  boolean end(long sequence) {
    return underWay.remove(sequence) != null;
  }

  /** Interrupts those that take longer than any answer may. */
  void interruptStuck() {
    long now = System.nanoTime();
    for (Attempt attempt : underWay.values()) {
      if (now - attempt.startedAt() > STUCK_AFTER.toNanos()) {
        attempt.thread().interrupt();
      }
    }
  }

  /** Interrupts all; what becomes of them is of no interest any more. */
  void cutOff() {
    underWay.values().forEach(attempt -> attempt.thread().interrupt());
    underWay.clear();
  }
}
