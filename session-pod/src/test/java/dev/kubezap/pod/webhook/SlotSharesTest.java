package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlotSharesTest {
  private static final int SLOTS = 4;
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant SLOW = NOW.plus(SlotShares.SLOW_AFTER).plusNanos(1);

  private final SlotShares shares = new SlotShares();
  private long sequence;

  @Test
  void soManyQuickAttemptsAtOnce() {
    beginQuick(SLOTS - 1);
    assertThat(shares.admits("next", false, SLOTS)).isTrue();

    beginQuick(1);
    assertThat(shares.admits("next", false, SLOTS)).isFalse();
    assertThat(shares.inFlight()).isEqualTo(SLOTS);
  }

  @Test
  void retriesLeaveRoomForWhatIsNew() {
    begin("a", true);
    assertThat(shares.admits("next", true, SLOTS)).isTrue();

    begin("b", true);
    assertThat(shares.admits("next", true, SLOTS)).isFalse();
    assertThat(shares.admits("next", false, SLOTS)).isTrue();
  }

  @Test
  void anAttemptIsSlowOnlyAfterASecond() {
    begin("a", false);

    shares.look(NOW.plus(SlotShares.SLOW_AFTER));
    assertThat(shares.isSlow("a")).isFalse();
    shares.look(SLOW);
    assertThat(shares.isSlow("a")).isTrue();
  }

  @Test
  void aSlowAttemptGivesItsSlotBackAndNoMoreARetrysPlace() {
    for (int i = 0; i < SLOTS; i++) {
      begin("slow" + i, true);
    }
    assertThat(shares.admits("next", true, SLOTS)).isFalse();

    shares.look(SLOW);
    assertThat(shares.admits("next", true, SLOTS)).isTrue();
  }

  @Test
  void soManyChatsKnownAsSlowAtOnceWhateverTheSlots() {
    for (int i = 0; i < SlotShares.SLOW_SLOTS + 1; i++) {
      makeSlow("slow" + i);
    }
    for (int i = 0; i < SlotShares.SLOW_SLOTS; i++) {
      assertThat(shares.admits("slow" + i, false, 1)).isTrue();
      begin("slow" + i, false);
    }

    assertThat(shares.admits("slow" + SlotShares.SLOW_SLOTS, false, SLOTS)).isFalse();
    assertThat(shares.admits("quick", false, 1)).as("slow ones take no quick slot").isTrue();
  }

  @Test
  void neverMoreThanTheMostAltogether() {
    for (int i = 0; i < SlotShares.MOST; i++) {
      begin("chat" + i, false);
      shares.look(SLOW);
    }

    assertThat(shares.admits("next", false, SLOTS)).isFalse();
    shares.end(1, NOW);
    assertThat(shares.admits("next", false, SLOTS)).isTrue();
  }

  @Test
  void aChatIsSlowUntilAnAttemptOfItIsQuick() {
    long slow = begin("a", false);
    shares.end(slow, SLOW);
    assertThat(shares.isSlow("a")).as("noticed at its end").isTrue();

    long quick = begin("a", false);
    shares.end(quick, NOW.plus(Duration.ofMillis(10)));
    assertThat(shares.isSlow("a")).isFalse();
  }

  @Test
  void theOldestSlowChatIsForgottenBeyondTenThousand() {
    makeSlow("first");
    for (int i = 1; i < 10_000; i++) {
      makeSlow("chat" + i);
    }
    assertThat(shares.isSlow("first")).isTrue();

    makeSlow("one more");
    assertThat(shares.isSlow("first")).isFalse();
    assertThat(shares.isSlow("chat1")).isTrue();
    assertThat(shares.isSlow("one more")).isTrue();
  }

  @Test
  void whatIsNotUnderWayCannotEnd() {
    assertThatThrownBy(() -> shares.end(7, NOW)).isInstanceOf(IllegalStateException.class);
  }

  private void makeSlow(String chat) {
    shares.end(begin(chat, false), SLOW);
  }

  private void beginQuick(int count) {
    for (int i = 0; i < count; i++) {
      begin("quick" + sequence, false);
    }
  }

  private long begin(String chat, boolean retried) {
    sequence++;
    shares.begin(sequence, chat, retried, NOW);
    return sequence;
  }
}
