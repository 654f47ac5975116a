package dev.kubezap.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void onlySoManyWorkAtOnce() throws Exception {
    var slots = new Slots(2);
    var working = new AtomicInteger();
    var most = new AtomicInteger();
    try (var executor = slots.executor()) {
      for (int i = 0; i < 50; i++) {
        executor.execute(
            () -> {
              most.accumulateAndGet(working.incrementAndGet(), Math::max);
              working.decrementAndGet();
            });
      }
    }
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void whoWaitsForOthersHoldsNobodyUp() throws Exception {
    var slots = new Slots(1);
    var come = new CountDownLatch(1);
    var done = new CountDownLatch(201);
    try (var executor = slots.executor()) {
      for (int i = 0; i < 200; i++) {
        executor.execute(
            () -> {
              slots.outside(() -> slots.outside(() -> awaited(come)));
              done.countDown();
            });
      }
      var healthy = new CountDownLatch(1);
      executor.execute(
          () -> {
            healthy.countDown();
            done.countDown();
          });
      assertThat(healthy.await(30, TimeUnit.SECONDS)).isTrue();
      come.countDown();
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void outsideOfAReconciliationThereIsNothingToGive() {
    assertThat(new Slots(1).outside(() -> "done")).isEqualTo("done");
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
