package dev.kubezap.pod.e2e;

import dev.kubezap.simulator.Simulator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Watches at the simulator how many connections the session's device has at once. */
final class SocketCount implements AutoCloseable {
  private static final long PAUSE_NANOS = 2_000_000;

  private final Simulator simulator;
  private final AtomicInteger most = new AtomicInteger();
  private volatile boolean ended;

  SocketCount(Simulator simulator) {
    this.simulator = simulator;
    Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    while (!ended) {
      most.accumulateAndGet(now(), Math::max);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Connections that have logged in. */
  int now() {
    return (int)
        simulator.connections().stream()
            .filter(connection -> connection.device().isPresent())
            .count();
  }

  /** The most that there ever were. */
  int most() {
    return most.get();
  }

  @Override
  public void close() {
    ended = true;
  }
}
