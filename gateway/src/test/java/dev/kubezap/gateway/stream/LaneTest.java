package dev.kubezap.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.gateway.name.SessionId;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LaneTest {

  private static final SessionId SESSION = new SessionId("shop", "support");

  private final List<Long> taken = new ArrayList<>();

  @Test
  void whoBeginsNowTakesWhatIsNewerThanTheSharedStream() {
    Lane lane = lane(OptionalLong.empty());
    lane.sharedAt(10);
    assertThat(lane.read()).hasValue(10);
    lane.sharedEvent(event(12));
    assertThat(taken).containsExactly(12L);
    assertThat(lane.isBehind()).isFalse();
  }

  @Test
  void whoWasAwayReadsWhatIsMissingBeforeWhatHappensNow() {
    Lane lane = lane(OptionalLong.of(5));
    lane.sharedAt(10);
    assertThat(lane.isBehind()).isTrue();
    lane.ownEvent(event(7));
    lane.sharedEvent(event(11));
    lane.ownEvent(event(10));
    assertThat(lane.isBehind()).isTrue();
    lane.ownEvent(event(11));
    assertThat(lane.isBehind()).isFalse();
    lane.ownEvent(event(12));
    lane.sharedEvent(event(12));
    lane.sharedEvent(event(13));
    assertThat(taken).containsExactly(7L, 10L, 11L, 12L, 13L);
  }

  @Test
  void theOwnStreamMayBeAheadOfTheSharedOne() {
    Lane lane = lane(OptionalLong.of(5));
    lane.sharedAt(10);
    lane.ownEvent(event(12));
    lane.sharedEvent(event(11));
    lane.sharedEvent(event(12));
    lane.sharedEvent(event(13));
    assertThat(taken).containsExactly(12L, 13L);
  }

  @Test
  void whoKnowsMoreThanTheSharedStreamWaitsForIt() {
    Lane lane = lane(OptionalLong.of(12));
    lane.sharedAt(10);
    lane.sharedEvent(event(12));
    lane.sharedEvent(event(14));
    assertThat(taken).containsExactly(14L);
  }

  @Test
  void whatWasTakenAwayMeanwhileIsNotWaitedForForEver() {
    Lane lane = lane(OptionalLong.of(5));
    lane.sharedAt(10);
    lane.ownIdle();
    lane.sharedEvent(event(11));
    lane.ownIdle();
    assertThat(lane.isBehind()).isTrue();
    lane.ownIdle();
    assertThat(lane.isBehind()).isFalse();
    lane.sharedEvent(event(12));
    assertThat(taken).containsExactly(12L);
  }

  @Test
  void aPodThatDoesNotSayWhereItBeginsLosesNoEvent() {
    Lane lane = lane(OptionalLong.empty());
    lane.sharedEvent(event(7));
    Lane behind = lane(OptionalLong.of(5));
    behind.sharedEvent(event(7));
    assertThat(behind.isBehind()).isTrue();
    assertThat(taken).containsExactly(7L);
  }

  private Lane lane(OptionalLong read) {
    return new Lane(1, read, event -> taken.add(event.sequence()));
  }

  private static PodEvent event(long sequence) {
    return new PodEvent(SESSION, sequence, "message.received", Buffer.buffer("{}"));
  }
}
