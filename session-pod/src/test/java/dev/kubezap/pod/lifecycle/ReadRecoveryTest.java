package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.health.Health;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReadRecoveryTest {
  private final Health health = new Health();
  private final AtomicInteger probes = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger(2);
  private final ReadRecovery recovery = new ReadRecovery(health::reading, Duration.ofMillis(5));

  @Test
  void findsTheDatabaseBackThoughNobodyAsks() {
    health.serving();
    health.owning(Optional.empty());
    recovery.probeBy(this::probe);

    for (int outage = 1; outage <= 3; outage++) {
      int before = probes.get();
      failures.set(2);
      recovery.accept(Optional.of("it does not answer"));
      Awaitility.await().until(() -> health.notReady().isEmpty());
      assertThat(probes.get() - before).as("two that fail and one").isEqualTo(3);
    }
  }

  @Test
  void asksNothingWhileReadsSucceed() {
    recovery.probeBy(this::probe);
    for (int i = 0; i < 1_000; i++) {
      recovery.accept(Optional.empty());
    }
    assertThat(probes).hasValue(0);
  }

  private void probe() throws SQLException {
    probes.incrementAndGet();
    if (failures.getAndDecrement() > 0) {
      recovery.accept(Optional.of("it does not answer"));
      throw new SQLException("away", "08006");
    }
    recovery.accept(Optional.empty());
  }
}
