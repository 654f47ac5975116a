package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.webhook.SinkSignals.Signal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SinkSignalsTest {
  private final SinkSignals signals = new SinkSignals();

  @Test
  void aWakingIsNotLostBehindSomethingElse() throws Exception {
    signals.add(new Signal.Changed());
    signals.wake();
    assertThat(signals.take(0)).containsExactly(new Signal.Changed(), new Signal.Wake());
  }

  @Test
  void manyWakingsAreOneUntilItIsTaken() throws Exception {
    signals.wake();
    signals.wake();
    signals.add(new Signal.Reload());
    signals.wake();
    assertThat(signals.take(0)).containsExactly(new Signal.Wake(), new Signal.Reload());
    signals.wake();
    assertThat(signals.take(0)).containsExactly(new Signal.Wake());
    assertThat(signals.take(0)).isEmpty();
  }

  @Test
  void whoWaitsIsWoken() throws Exception {
    CompletableFuture<List<Signal>> taken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return signals.take(TimeUnit.MINUTES.toMillis(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    signals.wake();
    assertThat(taken.get(10, TimeUnit.SECONDS)).containsExactly(new Signal.Wake());
  }
}
