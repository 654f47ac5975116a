package dev.kubezap.whatsapp.transport;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a socket when opening takes too long. Timeouts of single reads would not do: a peer that
 * sends one byte now and then would keep each of them content.
 */
final class Watchdog implements AutoCloseable {

  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicBoolean bitten = new AtomicBoolean();

  private Watchdog() {}

  static Watchdog over(Socket socket, Duration limit) {
    Watchdog watchdog = new Watchdog();
    Thread.ofVirtual().name("websocket-open-timeout").start(() -> watchdog.watch(socket, limit));
    return watchdog;
  }

  private void watch(Socket socket, Duration limit) {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        bitten.set(true);
        socket.close();
      }
    } catch (IOException closedAnyway) {
      // The opening thread fails on its next read or write, which is all that this is for.
      return;
    } catch (InterruptedException nobodyInterruptsThisThread) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the time was up. */
  boolean bitten() {
    return bitten.get();
  }

  @Override
  public void close() {
    done.countDown();
  }
}
