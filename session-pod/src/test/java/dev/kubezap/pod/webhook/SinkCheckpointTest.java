package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a sink writes, what it reads ahead, and what it knows of an endpoint after a restart. */
class SinkCheckpointTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final AttemptResult REFUSED = new AttemptResult.Refused(503, Optional.empty());

  @Test
  void nothingIsWrittenTwice() {
    SinkState state = fresh();
    append(state, 1, 2);
    begin(state, NOW);
    state.failed(1, REFUSED, NOW, 0.5);
    state.failed(2, REFUSED, NOW, 0.5);
    assertThat(state.hasChanges()).isTrue();
    assertThat(sequences(state.checkpoint().rows())).containsExactly(1L, 2L);
    assertThat(state.hasChanges()).isFalse();
    assertThat(state.checkpoint().rows()).isEmpty();

    Instant later = NOW.plusSeconds(10);
    begin(state, later);
    state.delivered(1, later);
    assertThat(state.hasChanges()).isTrue();
    assertThat(state.checkpoint().finished()).containsExactly(1L);
    assertThat(state.checkpoint().finished()).isEmpty();

    Instant muchLater = NOW.plus(Duration.ofDays(3));
    assertThat(state.failed(2, REFUSED, muchLater, 0.5)).as("given up").isTrue();
    assertThat(state.hasChanges()).isTrue();
    assertThat(sequences(state.checkpoint().dead())).containsExactly(2L);
    assertThat(state.hasChanges()).isFalse();
    assertThat(state.checkpoint().dead()).isEmpty();
  }

  @Test
  void aFailureThatIsNotTheLastIsNotGivenUp() {
    SinkState state = fresh();
    append(state, 1);
    begin(state, NOW);

    assertThat(state.failed(1, REFUSED, NOW, 0.5)).isFalse();
  }

  @Test
  void atAStopWhateverIsUnfinishedGetsARowAndWhatHasOneIsNotWrittenAgain() {
    SinkState state = fresh();
    append(state, 1, 2, 3);
    begin(state, NOW);
    state.failed(1, REFUSED, NOW, 0.5);
    state.checkpoint();

    Checkpoint last = state.lastCheckpoint();

    assertThat(sequences(last.rows())).containsExactly(2L, 3L);
    assertThat(last.position()).isEqualTo(3);
  }

  @Test
  void anEventIsAtHandUntilItHasARowOfItsOwnOrIsDone() {
    SinkState state = fresh();
    append(state, 1, 2);
    begin(state, NOW);
    assertThat(state.event(1)).hasValueSatisfying(e -> assertThat(e.sequence()).isEqualTo(1));

    state.delivered(1, NOW);
    assertThat(state.event(1)).isEmpty();
    state.failed(2, REFUSED, NOW, 0.5);
    state.checkpoint();
    assertThat(state.event(2)).as("read again when its time comes").isEmpty();
  }

  @Test
  void anEventIsAtHandWhileItIsUnderWayThoughItHasARow() {
    SinkState state = fresh();
    append(state, 1);
    begin(state, NOW);

    state.lastCheckpoint();

    assertThat(state.event(1)).isPresent();
  }

  @Test
  void anEventThatIsGoneIsDoneAndSaysNothingOfTheEndpoint() {
    SinkState state = fresh();
    append(state, 1, 2);
    begin(state, NOW);
    state.failed(1, REFUSED, NOW, 0.5);

    state.gone(2, NOW);

    assertThat(state.position()).isZero();
    state.checkpoint();
    assertThat(state.position()).isEqualTo(2);
    assertThat(state.failingSince()).contains(NOW);
  }

  @Test
  void itFailsSinceTheFirstFailureBehindTheLastSuccess() {
    SinkState state = fresh();
    append(state, 1, 2, 3);
    begin(state, NOW);
    assertThat(state.failingSince()).isEmpty();

    state.failed(1, REFUSED, NOW, 0.5);
    state.failed(2, REFUSED, NOW.plusSeconds(1), 0.5);
    assertThat(state.failingSince()).contains(NOW);

    state.delivered(3, NOW.plusSeconds(2));
    assertThat(state.failingSince()).isEmpty();
  }

  @Test
  void soManyEventsAreReadAheadBesideThoseWithRows() {
    SinkState state = sink(Optional.empty(), rows(10, 0, NOW, NOW));
    assertThat(state.room()).isEqualTo(256);

    append(state, LongStream.rangeClosed(101, 350).toArray());
    assertThat(state.room()).isEqualTo(6);
    append(state, LongStream.rangeClosed(351, 360).toArray());
    assertThat(state.room()).isZero();
  }

  @Test
  void whatGetsARowMakesRoomAndWhatIsDoneToo() {
    SinkState state = fresh();
    append(state, 1, 2);
    begin(state, NOW);

    state.failed(1, REFUSED, NOW, 0.5);
    assertThat(state.room()).isEqualTo(254);
    state.checkpoint();
    assertThat(state.room()).isEqualTo(255);
    state.delivered(2, NOW);
    assertThat(state.room()).isEqualTo(256);
    begin(state, NOW.plusSeconds(9));
    state.delivered(1, NOW.plusSeconds(9));
    assertThat(state.room()).isEqualTo(256);
  }

  @Test
  void nothingIsReadBeyondSoManyRows() {
    assertThat(sink(Optional.empty(), rows(4_999, 0, NOW, NOW)).room()).isEqualTo(256);
    assertThat(sink(Optional.empty(), rows(5_000, 0, NOW, NOW)).room()).isZero();
  }

  @Test
  void failuresSinceTheEndpointFailedTellWhetherItIsAwayAfterARestart() {
    Instant before = NOW.minusSeconds(60);
    Optional<Instant> since = Optional.of(NOW);

    assertThat(sink(since, rows(1, 5, NOW, NOW)).away()).as("all of one since then").isTrue();
    assertThat(sink(since, rows(1, 4, NOW, NOW)).away()).as("four of one").isFalse();
    assertThat(sink(since, rows(2, 3, NOW, NOW)).away()).as("three of each of two").isTrue();
    assertThat(sink(since, rows(5, 9, before, NOW)).away()).as("the last of each of five").isTrue();
    assertThat(sink(since, rows(4, 9, before, NOW)).away())
        .as("how many of the earlier ones were since then is not known")
        .isFalse();
    assertThat(sink(since, rows(9, 9, before, before)).away()).as("all before").isFalse();
    assertThat(sink(Optional.empty(), rows(9, 9, NOW, NOW)).away()).as("it works").isFalse();
  }

  @Test
  void anEndpointThatIsAwayIsNotTriedBeforeItsTime() {
    SinkState state = sink(Optional.of(NOW), rows(3, 5, NOW, NOW));

    assertThat(begin(state, NOW.plusSeconds(99))).isEmpty();
    assertThat(state.nextDue(8)).contains(NOW.plusSeconds(101));
    assertThat(begin(state, NOW.plusSeconds(101))).containsExactly(1L);
  }

  @Test
  void anEndpointThatIsAwayIsTriedWithWhatIsDueFirst() {
    List<Delivery> late = List.of(row(1, 5, NOW, NOW, 50), row(2, 5, NOW, NOW, 20));

    SinkState state = sink(Optional.of(NOW), late);

    assertThat(state.nextDue(8)).contains(NOW.plusSeconds(20));
    assertThat(begin(state, NOW.plusSeconds(60))).containsExactly(2L);
  }

  @Test
  void theNextTimeIsThatOfTheFirstWhichIsNotUnderWayNorBehindAnother() {
    SinkState state =
        sink(
            Optional.empty(),
            List.of(row(1, 1, NOW, NOW, 30), row(2, 1, NOW, NOW, 10), row(3, 1, NOW, NOW, 20)));
    assertThat(state.nextDue(8)).contains(NOW.plusSeconds(10));

    begin(state, NOW.plusSeconds(10));
    assertThat(state.nextDue(8)).contains(NOW.plusSeconds(20));
  }

  @Test
  void aPersonMayAskForEverythingNow() {
    SinkState state = sink(Optional.empty(), List.of(row(1, 1, NOW, NOW, 30)));

    state.makeDue(NOW.plusSeconds(5));

    assertThat(state.nextDue(8)).contains(NOW.plusSeconds(5));
    state.makeDue(NOW.plusSeconds(9));
    assertThat(state.nextDue(8)).as("what is due already stays").contains(NOW.plusSeconds(5));
  }

  private static SinkState fresh() {
    return sink(Optional.empty(), List.of());
  }

  private static SinkState sink(Optional<Instant> failingSince, List<Delivery> stored) {
    return new SinkState(RetryPolicy.DEFAULT, 0, failingSince, WaitingRows.all(stored));
  }

  /** Rows of chats of their own, each due a second after the one before, from 101 s on. */
  private static List<Delivery> rows(int count, int attempts, Instant first, Instant last) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(sequence -> row(sequence, attempts, first, last, 100 + sequence))
        .toList();
  }

  private static Delivery row(
      long sequence, int attempts, Instant first, Instant last, long dueAfter) {
    return new Delivery(
        sequence,
        Optional.of("chat" + sequence),
        attempts,
        Optional.of(NOW.plusSeconds(dueAfter)),
        Optional.of(first),
        Optional.of(last),
        Optional.of(503),
        Optional.empty());
  }

  private static void append(SinkState state, long... sequences) {
    List<StoredEvent> events =
        LongStream.of(sequences)
            .mapToObj(
                sequence ->
                    new StoredEvent(
                        sequence,
                        "id-" + sequence,
                        "message.received",
                        Optional.of("chat" + sequence),
                        NOW,
                        "{}"))
            .toList();
    state.append(events, events.getLast().sequence());
  }

  private static List<Long> begin(SinkState state, Instant now) {
    return sequences(state.begin(now, 8));
  }

  private static List<Long> sequences(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::sequence).toList();
  }
}
