package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every request is answered once: by the service, by the clock, or by the connection's end. */
class RequestsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final Requests requests = new Requests();
  private final List<Output> outputs = new ArrayList<>();

  private static Node result(String id) {
    return Node.of("iq").with("type", "result").with("id", id);
  }

  private static Node refusal(Node error) {
    return Node.of("iq", error).with("type", "error").with("id", "a");
  }

  private List<Output> taken(Node iq) {
    requests.enter("a", 1, NOW);
    assertThat(requests.take(iq, outputs::add)).isTrue();
    List<Output> taken = List.copyOf(outputs);
    outputs.clear();
    return taken;
  }

  /** What the next connection answers is for its own requests. */
  @Test
  void whoWaitedOverAnEndedConnectionIsForgotten() {
    requests.enter("a", 2, NOW);
    requests.enter("b", 1, NOW);
    requests.disconnect(outputs::add);
    assertThat(outputs)
        .containsExactly(
            new Output.Reply(1, new Answer.Disconnected()),
            new Output.Reply(2, new Answer.Disconnected()));
    assertThat(requests.deadline()).isEmpty();
    outputs.clear();
    requests.expire(NOW, outputs::add);
    requests.disconnect(outputs::add);
    assertThat(requests.take(result("a"), outputs::add)).isTrue();
    assertThat(outputs).isEmpty();
    requests.enter("a", 3, NOW);
  }

  @Test
  void theFirstDeadlineCountsAndIsTheLastMoment() {
    requests.enter("a", 1, NOW.plusMillis(2));
    requests.enter("b", 2, NOW.plusMillis(1));
    assertThat(requests.deadline()).contains(NOW.plusMillis(1));
    requests.expire(NOW, outputs::add);
    assertThat(outputs).isEmpty();
    requests.expire(NOW.plusMillis(1), outputs::add);
    assertThat(outputs).containsExactly(new Output.Reply(2, new Answer.TimedOut()));
    assertThat(requests.deadline()).contains(NOW.plusMillis(2));
  }

  @Test
  void oneIdWaitsOnce() {
    requests.enter("a", 1, NOW);
    assertThatThrownBy(() -> requests.enter("a", 2, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    requests.take(result("a"), outputs::add);
    assertThat(outputs).containsExactly(new Output.Reply(1, new Answer.Answered(result("a"))));
  }

  @Test
  void aRefusalSaysWhyAndWhenToComeAgain() {
    Node full =
        refusal(
            Node.of("error").with("code", 429).with("text", "rate-overlimit").with("backoff", 0));
    assertThat(taken(full))
        .containsExactly(
            new Output.Reply(
                1, new Answer.Refused(429, "rate-overlimit", Optional.of(Duration.ZERO), full)));
    Node negative = refusal(Node.of("error").with("code", 500).with("backoff", -1));
    assertThat(taken(negative))
        .containsExactly(
            new Output.Reply(1, new Answer.Refused(500, "", Optional.empty(), negative)));
    Node bare = Node.of("iq").with("type", "error").with("id", "a");
    assertThat(taken(bare))
        .containsExactly(new Output.Reply(1, new Answer.Refused(0, "", Optional.empty(), bare)));
  }

  @Test
  void onlyAnswersAreTaken() {
    requests.enter("a", 1, NOW);
    assertThat(requests.take(result("a").with("type", "get"), outputs::add)).isFalse();
    assertThat(requests.take(Node.of("message").with("type", "result"), outputs::add)).isFalse();
    assertThat(requests.take(result("unknown"), outputs::add)).isTrue();
    assertThat(outputs).isEmpty();
  }
}
