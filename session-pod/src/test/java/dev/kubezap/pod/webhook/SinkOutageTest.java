package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One chat that fails alone, and an endpoint to which nothing gets through. */
class SinkOutageTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final AttemptResult REFUSED = new AttemptResult.Refused(500, Optional.empty());

  private Instant now = START;

  @Test
  void anEventThatIsRefusedAgainAndAgainHoldsBackNoOtherChat() {
    SinkState state = fresh();
    refuseAlone(state, 8);
    assertThat(state.away()).as("nothing else was tried").isTrue();

    assertThat(state.room()).isPositive();
    append(state, event(2, "failing"), event(3, "other"), event(4, "another"), event(5, "other"));
    assertThat(begin(state)).as("at once").containsExactly(3L);
    state.delivered(3, now);
    assertThat(state.away()).isFalse();
    assertThat(begin(state)).contains(4L, 5L).doesNotContain(2L);
  }

  @Test
  void norDoesItAfterARestart() {
    SinkState before = fresh();
    refuseAlone(before, 8);
    append(before, event(2, "failing"), event(3, "other"));
    Checkpoint last = before.lastCheckpoint();

    SinkState state =
        new SinkState(
            RetryPolicy.DEFAULT,
            last.position(),
            last.failingSince(),
            WaitingRows.all(last.rows()));
    assertThat(begin(state)).as("what was read before").containsExactly(3L);
    state.delivered(3, now);

    SinkState other =
        new SinkState(
            RetryPolicy.DEFAULT,
            last.position(),
            last.failingSince(),
            WaitingRows.all(last.rows().subList(0, 1)));
    append(other, event(4, "failing"), event(5, "another"));
    assertThat(begin(other)).as("what came since").containsExactly(5L);
  }

  @Test
  void anotherChatDoesNotWaitForTheAnswerToOneThatFailed() {
    SinkState state = fresh();
    refuseAlone(state, 8);
    now = state.nextDue(8).orElseThrow();
    assertThat(begin(state)).containsExactly(1L);

    append(state, event(2, "other"));
    assertThat(begin(state)).containsExactly(2L);
  }

  @Test
  void whatWaitsBehindAFailureDoesNotFillTheWindow() {
    for (int failures : List.of(1, 8)) {
      SinkState state = fresh();
      refuseAlone(state, failures);
      state.checkpoint();
      append(
          state,
          LongStream.rangeClosed(2, 257)
              .mapToObj(sequence -> event(sequence, "failing"))
              .toArray(StoredEvent[]::new));
      assertThat(state.room()).isZero();

      assertThat(state.hasChanges()).isTrue();
      assertThat(state.checkpoint().rows()).hasSize(256);
      assertThat(state.hasChanges()).isFalse();
      assertThat(state.room()).as("after %s failures", failures).isEqualTo(256);
    }
  }

  @Test
  void aWindowThatIsFullOfOtherChatsIsNothingToWrite() {
    SinkState state = fresh();
    append(
        state,
        LongStream.rangeClosed(1, 256)
            .mapToObj(sequence -> event(sequence, "chat" + sequence))
            .toArray(StoredEvent[]::new));

    assertThat(state.room()).isZero();
    assertThat(state.hasChanges()).isFalse();
  }

  @Test
  void whileNothingGetsThroughOneEventOfAnotherChatIsReadAndTriedEverMoreRarely() {
    SinkState state = fresh();
    append(state, chats(1, 5));
    begin(state).forEach(sequence -> state.failed(sequence, REFUSED, now, 0.5));
    assertThat(state.away()).isTrue();

    List<Long> pauses = new ArrayList<>();
    Instant last = now;
    for (long sequence = 6; sequence <= 16; sequence++) {
      assertThat(state.room()).isPositive();
      append(state, chats(sequence, sequence));
      assertThat(state.room()).as("one is enough").isZero();
      List<Long> begun = begin(state);
      while (!begun.contains(sequence)) {
        begun.forEach(retried -> state.failed(retried, REFUSED, now, 0.5));
        now = state.nextDue(8).orElseThrow();
        begun = begin(state);
      }
      begun.forEach(failed -> state.failed(failed, REFUSED, now, 0.5));
      pauses.add(Duration.between(last, now).toSeconds());
      last = now;
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @Test
  void anOutageOfDaysOfManyChatsIsNoStorm() {
    SinkState state = fresh();
    Instant end = START.plus(Duration.ofHours(60));
    long next = 1;
    int attempts = 0;
    while (now.isBefore(end)) {
      if (state.room() > 0) {
        append(state, chats(next, next));
        next++;
      }
      List<Long> begun = begin(state);
      assertThat(begun).hasSizeLessThanOrEqualTo(2);
      begun.forEach(sequence -> state.failed(sequence, REFUSED, now, 0.5));
      if (now.isAfter(end.minus(Duration.ofHours(1)))) {
        attempts += begun.size();
      }
      state.checkpoint();
      if (state.room() == 0) {
        now = state.nextDue(8).orElseThrow();
      }
    }
    assertThat(next).as("chats tried").isBetween(720L, 740L);
    assertThat(attempts).as("in the last hour").isBetween(100, 200);
  }

  @Test
  void whoeverChangesTheEndpointNeedNotWait() {
    SinkState state = fresh();
    append(state, chats(1, 5));
    begin(state).forEach(sequence -> state.failed(sequence, REFUSED, now, 0.5));
    append(state, chats(6, 7));
    now = now.plusSeconds(2);
    begin(state).forEach(sequence -> state.failed(sequence, REFUSED, now, 0.5));
    assertThat(begin(state)).isEmpty();

    state.makeDue(now);
    assertThat(begin(state)).as("one of each kind").hasSize(2).contains(7L);
  }

  @Test
  void thatAllIsRefusedShowsByAnotherChat() {
    SinkState state = fresh();
    refuseAlone(state, 8);
    assertThat(state.refusesOthersToo()).isFalse();

    append(state, event(2, "other"));
    begin(state);
    state.failed(2, REFUSED, now, 0.5);
    assertThat(state.refusesOthersToo()).isTrue();

    append(state, event(3, "another"));
    now = now.plusSeconds(2);
    assertThat(begin(state)).contains(3L);
    state.delivered(3, now);
    assertThat(state.refusesOthersToo()).isFalse();
  }

  /** The first event alone, each time that it is due. */
  private void refuseAlone(SinkState state, int times) {
    append(state, event(1, "failing"));
    for (int i = 0; i < times; i++) {
      now = state.nextDue(8).orElse(now);
      assertThat(begin(state)).containsExactly(1L);
      state.failed(1, REFUSED, now, 0.5);
    }
  }

  private List<Long> begin(SinkState state) {
    return state.begin(now, 8).stream().map(Delivery::sequence).toList();
  }

  private static SinkState fresh() {
    return new SinkState(RetryPolicy.DEFAULT, 0, Optional.empty(), WaitingRows.all(List.of()));
  }

  private static StoredEvent[] chats(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(sequence -> event(sequence, "chat" + sequence))
        .toArray(StoredEvent[]::new);
  }

  private static StoredEvent event(long sequence, String chat) {
    return new StoredEvent(
        sequence, "id-" + sequence, "message.received", Optional.of(chat), START, "{}");
  }

  private static void append(SinkState state, StoredEvent... events) {
    state.append(List.of(events), events[events.length - 1].sequence());
  }
}
