package dev.kubezap.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** How long a stream waits before it is opened again: growing, and different for each reader. */
final class ReconnectDelay implements AutoCloseable {
  private static final int MOST_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param first about how long after the first failure
   * @param longest at most
   */
  ReconnectDelay(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** Between half of the doubled delay and all of it; never less than the server wishes. */
  Duration after(int failures, Optional<Duration> wish) {
    long doubled = first.toMillis() << Math.min(MOST_DOUBLINGS, failures - 1);
    long most = Math.min(longest.toMillis(), doubled);
    long drawn = most / 2 + random.nextLong(most / 2 + 1);
    return Duration.ofMillis(Math.max(drawn, wish.map(Duration::toMillis).orElse(0L)));
  }

  /** Waits so long, or until it is closed. */
  void pause(int failures, Optional<Duration> wish) throws InterruptedException {
    closed.await(after(failures, wish).toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
