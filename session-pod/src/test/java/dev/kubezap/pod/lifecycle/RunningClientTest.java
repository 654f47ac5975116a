package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.api.FakeClient;
import dev.kubezap.whatsapp.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningClientTest {
  private final CurrentSession session = new CurrentSession("2.3000.1");
  private final RunningClient running = new RunningClient(session, () -> Behaviour.DEFAULT);

  @Test
  void secondBeginningEndsWhatTheFirstBegan() {
    FakeClient first = new FakeClient();
    FakeClient second = new FakeClient();
    running.begin(() -> first);
    running.begin(
        () -> {
          assertThat(first.isShutDown()).as("before the second is made").isTrue();
          return second;
        });
    assertThat(second.isShutDown()).isFalse();
    assertThat(session.client()).contains(second);
    assertThat(second.behaviours).containsExactly(Behaviour.DEFAULT);
  }

  @Test
  void endsOnce() {
    FakeClient client = new FakeClient();
    running.end(Duration.ZERO);
    running.begin(() -> client);
    running.end(Duration.ZERO);
    assertThat(client.isShutDown()).isTrue();
    running.end(Duration.ZERO);
  }
}
