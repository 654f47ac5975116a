package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Queries that the server limits are held back. */
class QueryPausesTest {
  private static final Node USYNC = Node.of("iq").with("xmlns", "usync");
  private static final Node KEYS = Node.of("iq").with("xmlns", "encrypt");
  private static final Reply RESULT = new Reply.Result(Node.of("iq"));

  private final QueryPauses pauses = new QueryPauses();
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  private Optional<Duration> begin(Node... queries) {
    return pauses.begin(List.of(queries), now);
  }

  private Duration answered(Node query, Reply reply) {
    Reply told = pauses.answered(List.of(query), List.of(reply), now).getFirst();
    return told instanceof Reply.Refused(int _, String _, Duration after) ? after : Duration.ZERO;
  }

  private static Reply limited(int code, long backoff) {
    return new Reply.Refused(code, "", Duration.ofSeconds(backoff));
  }

  private void pass(long seconds) {
    now = now.plusSeconds(seconds);
  }

  @Test
  void theServersPauseHoldsBackQueriesOfTheKindAlone() {
    assertThat(begin(USYNC)).isEmpty();
    assertThat(answered(USYNC, limited(429, 120))).isEqualTo(Duration.ofMinutes(2));
    pass(20);
    assertThat(begin(USYNC)).contains(Duration.ofSeconds(100));
    assertThat(begin(KEYS, USYNC)).contains(Duration.ofSeconds(100));
    assertThat(begin(KEYS)).isEmpty();
    assertThat(begin()).isEmpty();
    pass(100);
    assertThat(begin(USYNC)).isEmpty();
  }

  @Test
  void afterThePauseOneTriesAndTheOthersFollowItsAnswer() {
    answered(USYNC, limited(503, 5));
    pass(5);
    assertThat(begin(USYNC)).isEmpty();
    assertThat(begin(USYNC)).contains(Duration.ofSeconds(1));
    answered(USYNC, RESULT);
    assertThat(begin(USYNC)).isEmpty();
    assertThat(begin(USYNC)).isEmpty();
  }

  @Test
  void aTryWithoutAnAnswerLetsTheNextOneTry() {
    answered(USYNC, limited(503, 5));
    pass(5);
    assertThat(begin(USYNC)).isEmpty();
    answered(USYNC, new Reply.Missing());
    assertThat(begin(USYNC)).isEmpty();
  }

  @Test
  void withoutAPauseOfTheServersEachRefusalDoublesIt() {
    for (long seconds : new long[] {10, 20, 40, 80, 160, 320, 600, 600}) {
      assertThat(begin(USYNC)).isEmpty();
      assertThat(answered(USYNC, limited(429, 0))).isEqualTo(Duration.ofSeconds(seconds));
      pass(seconds);
    }
    begin(USYNC);
    answered(USYNC, RESULT);
    assertThat(answered(USYNC, limited(429, 0))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void refusalsOfQueriesThatLeftTogetherCountOnce() {
    for (int i = 0; i < 5; i++) {
      assertThat(answered(USYNC, limited(429, 0))).isEqualTo(Duration.ofSeconds(10));
    }
    answered(USYNC, RESULT);
    assertThat(begin(USYNC)).as("an answer that was under way").contains(Duration.ofSeconds(10));
    assertThat(answered(USYNC, limited(429, 3))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void otherRefusalsHoldBackNothing() {
    assertThat(answered(USYNC, new Reply.Refused(404, "item-not-found"))).isZero();
    assertThat(begin(USYNC)).isEmpty();
    assertThat(answered(USYNC, limited(404, 7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(answered(KEYS, limited(429, 1_000_000))).isEqualTo(Duration.ofHours(1));
  }
}
