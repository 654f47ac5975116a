package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A ping when it is due and not before, and how long its answer may take. */
class KeepAliveTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ConnectionTimes TIMES = ConnectionTimes.DEFAULT;
  private static final Duration SPAN = TIMES.pingAtMost().minus(TIMES.pingAtLeast());

  private static KeepAlive drawing(long bits) {
    KeepAlive keepAlive =
        new KeepAlive(TIMES, length -> ByteBuffer.allocate(length).putLong(bits).array());
    keepAlive.start(NOW);
    return keepAlive;
  }

  @Test
  void anIntervalIsDrawnFromTheWholeSpan() {
    assertThat(drawing(0).deadline()).contains(NOW.plus(TIMES.pingAtLeast()));
    assertThat(drawing(SPAN.toMillis()).deadline()).contains(NOW.plus(TIMES.pingAtMost()));
    assertThat(drawing(SPAN.toMillis() + 1).deadline()).contains(NOW.plus(TIMES.pingAtLeast()));
    assertThat(drawing(-1).deadline().orElseThrow())
        .isBetween(NOW.plus(TIMES.pingAtLeast()), NOW.plus(TIMES.pingAtMost()));
  }

  @Test
  void aPingIsTakenOnceWhenItIsDue() {
    KeepAlive keepAlive = drawing(0);
    Instant due = NOW.plus(TIMES.pingAtLeast());
    assertThat(keepAlive.takePing(due.minusMillis(1))).isFalse();
    assertThat(keepAlive.deadline()).contains(due);
    assertThat(keepAlive.takePing(due)).isTrue();
    assertThat(keepAlive.takePing(due)).isFalse();
    assertThat(keepAlive.deadline()).contains(due.plus(TIMES.pong()));
    assertThat(keepAlive.isDead(due.plus(TIMES.pong()).minusMillis(1))).isFalse();
    assertThat(keepAlive.isDead(due.plus(TIMES.pong()))).isTrue();
    keepAlive.received();
    assertThat(keepAlive.isDead(due.plus(TIMES.pong()))).isFalse();
    assertThat(keepAlive.deadline()).contains(due.plus(TIMES.pingAtLeast()));
  }

  @Test
  void beforeItStartsNothingIsDue() {
    KeepAlive keepAlive = new KeepAlive(TIMES, byte[]::new);
    assertThat(keepAlive.deadline()).isEmpty();
    assertThat(keepAlive.takePing(NOW)).isFalse();
    assertThat(keepAlive.isDead(NOW)).isFalse();
  }
}
