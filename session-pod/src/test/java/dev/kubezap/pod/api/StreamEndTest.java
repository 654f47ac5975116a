package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How streams end: soon, and without harm to the connection that all of them read by. */
@Timeout(60)
class StreamEndTest {
  @AutoClose private final ApiFixture api = new ApiFixture();
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch read = new CountDownLatch(1);
  private final AtomicInteger interrupts = new AtomicInteger();

  /** A virtual thread that is interrupted in a statement closes the connection of the database. */
  @Test
  void aReaderWhoGoesInterruptsNoStatement() throws Exception {
    api.feed.statement = this::slowStatement;
    stream().close();
    assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupts).hasValue(0);
  }

  /** Nor does it count as a thread that the process lacks, or one reader could end it. */
  @Test
  void aDefectBesideAStreamEndsItAlone() throws Exception {
    AtomicInteger uncaught = new AtomicInteger();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> uncaught.incrementAndGet());
    try {
      StreamEnd end = new StreamEnd();
      Thread reader =
          EventStreams.beside(
              () -> {
                throw new StackOverflowError();
              },
              end);
      assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
      assertThat(end.isEnded()).isTrue();
      assertThat(uncaught).hasValue(0);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void theEndOfTheProcessInterruptsNoStatement() throws Exception {
    api.feed.statement = this::slowStatement;
    try (Socket reader = stream()) {
      assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
      api.streams.close();
      assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("0\r\n\r\n");
    }
    assertThat(interrupts).hasValue(0);
  }

  private void slowStatement() {
    reading.countDown();
    long until = System.nanoTime() + Duration.ofMillis(500).toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.currentThread().isInterrupted()) {
        interrupts.incrementAndGet();
        break;
      }
    }
    read.countDown();
  }

  private Socket stream() throws Exception {
    Socket reader = new Socket(InetAddress.getLoopbackAddress(), api.port());
    String request =
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: " + ApiFixture.READER + "\r\n\r\n";
    reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
    return reader;
  }
}
