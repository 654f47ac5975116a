package dev.kubezap.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.gateway.name.SessionId;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadPositionTest {

  private static final SessionId SESSION = new SessionId("shop", "support");

  private final List<Long> taken = new ArrayList<>();

  @Test
  void whoBeginsNowTakesWhatIsNewerThanTheSharedStream() {
    ReadPosition position = position(OptionalLong.empty());
    position.sharedAt(10);
    assertThat(position.read()).hasValue(10);
    position.sharedEvent(event(12));
    assertThat(taken).containsExactly(12L);
    assertThat(position.isBehind()).isFalse();
  }

  @Test
  void whoWasAwayReadsWhatIsMissingBeforeWhatHappensNow() {
    ReadPosition position = position(OptionalLong.of(5));
    position.sharedAt(10);
    assertThat(position.isBehind()).isTrue();
    position.ownEvent(event(7));
    position.sharedEvent(event(11));
    position.ownEvent(event(10));
    assertThat(position.isBehind()).isTrue();
    position.ownEvent(event(11));
    assertThat(position.isBehind()).isFalse();
    position.ownEvent(event(12));
    position.sharedEvent(event(12));
    position.sharedEvent(event(13));
    assertThat(taken).containsExactly(7L, 10L, 11L, 12L, 13L);
  }

  @Test
  void theOwnStreamMayBeAheadOfTheSharedOne() {
    ReadPosition position = position(OptionalLong.of(5));
    position.sharedAt(10);
    position.ownEvent(event(12));
    position.sharedEvent(event(11));
    position.sharedEvent(event(12));
    position.sharedEvent(event(13));
    assertThat(taken).containsExactly(12L, 13L);
  }

  @Test
  void whoKnowsMoreThanTheSharedStreamWaitsForIt() {
    ReadPosition position = position(OptionalLong.of(12));
    position.sharedAt(10);
    position.sharedEvent(event(12));
    position.sharedEvent(event(14));
    assertThat(taken).containsExactly(14L);
  }

  @Test
  void whatWasTakenAwayMeanwhileIsNotWaitedForForEver() {
    ReadPosition position = position(OptionalLong.of(5));
    position.sharedAt(10);
    position.ownIdle();
    position.sharedEvent(event(11));
    position.ownIdle();
    assertThat(position.isBehind()).isTrue();
    position.ownIdle();
    assertThat(position.isBehind()).isFalse();
    position.sharedEvent(event(12));
    assertThat(taken).containsExactly(12L);
  }

  @Test
  void aPodThatDoesNotSayWhereItBeginsLosesNoEvent() {
    ReadPosition position = position(OptionalLong.empty());
    position.sharedEvent(event(7));
    ReadPosition behind = position(OptionalLong.of(5));
    behind.sharedEvent(event(7));
    assertThat(behind.isBehind()).isTrue();
    assertThat(taken).containsExactly(7L);
  }

  private ReadPosition position(OptionalLong read) {
    return new ReadPosition(1, read, event -> taken.add(event.sequence()));
  }

  private static PodEvent event(long sequence) {
    return new PodEvent(SESSION, sequence, "message.received", Buffer.buffer("{}"));
  }
}
