package dev.kubezap.pod.webhook;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.webhook.TestWebhooks.ALICE;
import static dev.kubezap.pod.webhook.TestWebhooks.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A defect in what decides of deliveries is no reason to deliver no more. */
class SinkDefectTest {
  @AutoClose private final TestWebhooks test = new TestWebhooks();

  SinkDefectTest() throws IOException {}

  @Test
  void deliveriesAreBegunAnew() throws Exception {
    Faulty counters = new Faulty();
    test.renew(counters);
    test.deliverTo(test.shop());
    test.append(ALICE);
    test.append(BOB);
    test.receiver().awaitCount(2);
    test.append(ALICE);
    // The first was not noted as delivered: it may come twice, under its name.
    test.receiver().awaitCount(3 + Faulty.FAULTS);
    assertThat(test.receiver().ids()).containsSubsequence(id(1), id(3)).contains(id(2));
    assertThat(counters.told).hasValueGreaterThan(Faulty.FAULTS);
  }

  /** Fails at the first deliveries. */
  private static final class Faulty implements WebhookMetrics {
    private static final int FAULTS = 3;
    private final AtomicInteger told = new AtomicInteger();

    @Override
    public void delivered(String webhook, Duration lag) {
      switch (told.getAndIncrement()) {
        case 0, 1 -> throw new IllegalStateException("https://user:secret@host");
        case 2 -> throw new StackOverflowError();
        default -> {}
      }
    }

    @Override
    public void failed(String webhook, String reason) {}

    @Override
    public void deadLettered(String webhook, long count) {}
  }
}
