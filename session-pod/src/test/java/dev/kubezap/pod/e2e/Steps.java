package dev.kubezap.pod.e2e;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts what can be seen of a process from outside. */
final class Steps {
  private volatile CountDownLatch left = new CountDownLatch(0);

  /** One more. */
  void step() {
    left.countDown();
  }

  /** Waits for a point, with steps counted from now. */
  void await(KillPoint point) throws InterruptedException {
    CountDownLatch wanted = new CountDownLatch(point.steps());
    left = wanted;
    boolean _ = wanted.await(point.atLatest().toMillis(), TimeUnit.MILLISECONDS);
  }
}
