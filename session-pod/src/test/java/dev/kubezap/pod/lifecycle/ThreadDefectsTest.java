package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.health.Health;
import org.junit.jupiter.api.Test;

class ThreadDefectsTest {
  @Test
  void aThreadThatIsLackingIsToldToTheProbe() throws Exception {
    Health health = new Health();
    assertThat(health.notLive()).isEmpty();
    Thread thread =
        Thread.ofVirtual()
            .name("lease-renewal")
            .uncaughtExceptionHandler(new ThreadDefects(health))
            .start(
                () -> {
                  throw new IllegalStateException("a defect");
                });
    thread.join();
    assertThat(health.notLive()).contains("the thread lease-renewal ended by a defect");
  }
}
