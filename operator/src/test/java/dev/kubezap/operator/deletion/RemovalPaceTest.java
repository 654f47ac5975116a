package dev.kubezap.operator.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalPaceTest {

  private static final Instant BEGIN = Instant.parse("2026-11-21T12:00:00Z");

  private final RemovalPace pace = new RemovalPace(10);

  @Test
  void aPrunedFleetDoesNotGoAtOnce() {
    assertThat(begun("a", BEGIN, 1000)).isEqualTo(10);
    assertThat(begun("b", BEGIN.plusSeconds(5), 1000)).isZero();
    assertThat(begun("c", BEGIN.plusSeconds(6), 1000)).isEqualTo(1);
    assertThat(begun("d", BEGIN.plusSeconds(60), 1000)).isEqualTo(9);
    assertThat(begun("e", BEGIN.plus(Duration.ofDays(1)), 1000)).isEqualTo(10);
  }

  @Test
  void whoHasBegunGoesOn() {
    assertThat(pace.may("first", BEGIN)).isTrue();
    begun("others", BEGIN, 1000);

    assertThat(pace.may("first", BEGIN)).isTrue();
    pace.forget("first");
    assertThat(pace.may("first", BEGIN)).isFalse();
  }

  @Test
  void oneInAMinuteIsOne() {
    var slow = new RemovalPace(1);
    assertThat(slow.may("a", BEGIN)).isTrue();
    assertThat(slow.may("b", BEGIN.plusSeconds(59))).isFalse();
    assertThat(slow.may("b", BEGIN.plusSeconds(60))).isTrue();
  }

  private long begun(String name, Instant now, int many) {
    return IntStream.range(0, many).filter(number -> pace.may(name + number, now)).count();
  }
}
