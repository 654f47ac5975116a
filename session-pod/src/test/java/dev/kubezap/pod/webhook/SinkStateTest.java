package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkStateTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final AttemptResult AWAY = new AttemptResult.Failed("connection");
  private static final RetryPolicy POLICY = RetryPolicy.DEFAULT;

  private Instant now = START;

  @Test
  void oneAtATimePerChatAndOthersBeside() {
    SinkState state = state();
    append(state, List.of(event(1, "a"), event(2, "a"), event(3, "b"), event(4, "")));
    assertThat(begin(state)).containsExactly(1L, 3L, 4L);
    assertThat(begin(state)).isEmpty();
    state.delivered(1, now);
    assertThat(begin(state)).containsExactly(2L);
  }

  @Test
  void positionStaysBeforeWhatIsUnderWay() {
    SinkState state = state();
    state.append(List.of(event(1, "a"), event(2, "b")), 3);
    begin(state);
    state.delivered(2, now);
    assertThat(state.checkpoint().position()).isZero();
    state.delivered(1, now);
    assertThat(state.checkpoint().position()).isEqualTo(3);
  }

  @Test
  void failedChatIsSetAsideAndHoldsBackNobody() {
    SinkState state = state();
    append(state, List.of(event(1, "a"), event(2, "b"), event(3, "a"), event(4, "b")));
    begin(state);
    state.failed(1, AWAY, now, 0.5);
    state.delivered(2, now);
    assertThat(begin(state)).containsExactly(4L);
    state.delivered(4, now);
    Checkpoint checkpoint = state.checkpoint();
    assertThat(checkpoint.position()).isEqualTo(4);
    assertThat(checkpoint.rows()).extracting(Delivery::sequence).containsExactly(1L, 3L);
    assertThat(checkpoint.rows().getFirst().lastError()).contains("connection");

    SinkState restarted =
        new SinkState(
            POLICY, checkpoint.position(), Optional.empty(), WaitingRows.all(checkpoint.rows()));
    assertThat(begin(restarted)).as("not due yet").isEmpty();
    assertThat(restarted.nextDue(8)).contains(START.plusSeconds(1));
    now = START.plusSeconds(1);
    assertThat(begin(restarted)).containsExactly(1L);
    restarted.delivered(1, now);
    assertThat(begin(restarted)).containsExactly(3L);
    restarted.delivered(3, now);
    assertThat(restarted.checkpoint().finished()).containsExactly(1L, 3L);
  }

  /** Or the sink would look again each millisecond for as long as an attempt takes. */
  @Test
  void whatWaitsForASlotWaitsForNoTime() {
    SinkState state = state();
    append(state, LongStream.range(1, 5).mapToObj(i -> event(i, "chat" + i)).toList());
    begin(state).forEach(sequence -> state.failed(sequence, AWAY, now, 0.5));
    assertThat(state.away()).isFalse();
    now = now.plusSeconds(1);
    assertThat(begin(state)).as("two retries at a time").hasSize(2);
    assertThat(state.nextDue(8)).isEmpty();
    state.failed(1, AWAY, now, 0.5);
    assertThat(state.away()).as("the fifth failure").isTrue();
    state.delivered(2, now);
    assertThat(state.nextDue(8)).contains(now);
  }

  @Test
  void endpointThatIsAwayIsProbedByOneOfEachKind() {
    SinkState state = state();
    append(state, LongStream.range(1, 9).mapToObj(i -> event(i, "chat" + i)).toList());
    begin(state).forEach(sequence -> state.failed(sequence, AWAY, now, 0.5));
    assertThat(state.away()).isTrue();
    assertThat(state.room()).as("for one of another chat").isPositive();
    now = state.nextDue(8).orElseThrow();
    assertThat(begin(state)).hasSize(1);
    assertThat(begin(state)).isEmpty();
    state.delivered(1, now);
    assertThat(state.failingSince()).isEmpty();
    assertThat(begin(state)).as("all are tried at once, two retries at a time").hasSize(2);
  }

  @Test
  void endpointThatWasAwayBeforeARestartIsProbedAfterIt() {
    SinkState state = state();
    append(state, LongStream.range(1, 9).mapToObj(i -> event(i, "chat" + i)).toList());
    begin(state).forEach(sequence -> state.failed(sequence, AWAY, now, 0.5));
    Checkpoint last = state.lastCheckpoint();
    now = now.plusSeconds(10);

    SinkState restarted =
        new SinkState(POLICY, last.position(), last.failingSince(), WaitingRows.all(last.rows()));
    assertThat(restarted.away()).isTrue();
    assertThat(begin(restarted)).hasSize(1);
    append(restarted, List.of(event(9, "chat9")));
    assertThat(restarted.room()).isZero();

    List<Delivery> few = last.rows().subList(0, 2);
    SinkState other =
        new SinkState(POLICY, last.position(), last.failingSince(), WaitingRows.all(few));
    assertThat(other.away()).as("two failures are not an outage").isFalse();
  }

  @Test
  void slowChatsLeaveRoomForTheRest() {
    SinkState state = state();
    append(state, LongStream.range(1, 9).mapToObj(i -> event(i, "slow" + i)).toList());
    append(state, LongStream.range(9, 19).mapToObj(i -> event(i, "quick" + i)).toList());
    append(state, LongStream.range(19, 27).mapToObj(i -> event(i, "slow" + (i - 18))).toList());
    assertThat(begin(state)).hasSize(8).doesNotContain(9L);
    now = now.plus(SlotShares.SLOW_AFTER).plusMillis(1);
    assertThat(begin(state)).as("the slow ones give their slots back").hasSize(8).contains(9L);
    assertThat(state.checkpoint().rows())
        .as("what waits behind a slow one frees the window")
        .hasSize(8);

    LongStream.range(1, 9).forEach(sequence -> state.delivered(sequence, now));
    LongStream.range(9, 13).forEach(sequence -> state.delivered(sequence, now));
    assertThat(begin(state)).as("known as slow, and the last quick ones").hasSize(8 + 2);
    append(state, LongStream.range(30, 40).mapToObj(i -> event(i, "c" + i)).toList());
    assertThat(begin(state)).as("a slow chat never takes a quick one's slot").hasSize(2);
  }

  @Test
  void awayWithNothingLeftStillProbes() {
    SinkState state = state();
    append(state, LongStream.range(1, 6).mapToObj(i -> event(i, "c" + i)).toList());
    begin(state).forEach(sequence -> state.failed(sequence, AWAY, now, 0.5));
    now = now.plus(Duration.ofDays(3));
    for (Optional<Instant> next = state.nextDue(8); next.isPresent(); next = state.nextDue(8)) {
      now = next.get().isAfter(now) ? next.get() : now;
      begin(state).forEach(sequence -> assertThat(state.failed(sequence, AWAY, now, 0)).isTrue());
    }
    assertThat(state.checkpoint().dead()).hasSize(5);
    assertThat(state.room()).isPositive();
    append(state, List.of(event(6, "z")));
    assertThat(begin(state)).containsExactly(6L);
    state.delivered(6, now);
    assertThat(state.away()).isFalse();
  }

  /**
   * Any mix of failures, restarts and gone rows: every wanted event once or more, first deliveries
   * in order per chat.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void nothingIsLostOrOvertakenUnderAnySchedule(long seed) {
    Random random = new Random(seed);
    int total = 400;
    List<StoredEvent> log = new ArrayList<>();
    for (int i = 1; i <= total; i++) {
      log.add(event(i * 3L, "chat" + random.nextInt(12)));
    }
    List<String> chats = log.stream().map(e -> e.subject().orElseThrow()).distinct().toList();
    TreeMap<Long, Delivery> rows = new TreeMap<>();
    long position = 0;
    Optional<Instant> failingSince = Optional.empty();
    Map<String, List<Long>> received = new HashMap<>();
    SinkState state = new SinkState(POLICY, 0, Optional.empty(), WaitingRows.all(List.of()));
    List<Long> underWay = new ArrayList<>();
    for (int step = 0; step < 20_000 && !(position == total * 3L && rows.isEmpty()); step++) {
      now = now.plusMillis(random.nextInt(2_000));
      int room = Math.min(state.room(), random.nextInt(20));
      long after = state.read();
      append(state, log.stream().filter(e -> e.sequence() > after).limit(room).toList());
      underWay.addAll(begin(state));
      while (!underWay.isEmpty() && random.nextInt(3) > 0) {
        long sequence = underWay.remove(random.nextInt(underWay.size()));
        boolean outage = step % 500 < 100;
        if (!outage && random.nextInt(4) > 0) {
          String chat = log.get((int) (sequence / 3) - 1).subject().orElseThrow();
          received.computeIfAbsent(chat, none -> new ArrayList<>()).add(sequence);
          state.delivered(sequence, now);
        } else {
          state.failed(sequence, AWAY, now, random.nextDouble());
        }
      }
      List<String> dry = state.dry();
      if (!dry.isEmpty() || random.nextInt(5) == 0) {
        Checkpoint checkpoint = state.checkpoint();
        assertThat(checkpoint.position()).isGreaterThanOrEqualTo(position);
        position = checkpoint.position();
        failingSince = checkpoint.failingSince();
        checkpoint.finished().forEach(rows::remove);
        checkpoint.rows().forEach(row -> rows.put(row.sequence(), row));
        state.refill(dry, firstOfEach(rows, dry));
      }
      if (random.nextInt(60) == 0) {
        state = new SinkState(POLICY, position, failingSince, firstOfEach(rows, chats));
        underWay.clear();
      }
    }
    assertThat(rows).isEmpty();
    assertThat(position).isEqualTo(total * 3L);
    for (Map.Entry<String, List<Long>> chat : received.entrySet()) {
      List<Long> expected =
          log.stream()
              .filter(event -> event.subject().orElseThrow().equals(chat.getKey()))
              .map(StoredEvent::sequence)
              .toList();
      assertThat(chat.getValue().stream().distinct().toList()).isEqualTo(expected);
    }
  }

  /** As the table answers, when no more than three of a chat are held. */
  private static WaitingRows firstOfEach(Map<Long, Delivery> rows, List<String> chats) {
    List<Delivery> held = new ArrayList<>();
    Set<String> more = new HashSet<>();
    for (String chat : chats) {
      List<Delivery> all = rows.values().stream().filter(d -> d.chat().equals(chat)).toList();
      held.addAll(all.subList(0, Math.min(3, all.size())));
      if (all.size() > 3) {
        more.add(chat);
      }
    }
    return new WaitingRows(held, more, true);
  }

  private List<Long> begin(SinkState state) {
    return state.begin(now, 8).stream().map(Delivery::sequence).toList();
  }

  private static SinkState state() {
    return new SinkState(POLICY, 0, Optional.empty(), WaitingRows.all(List.of()));
  }

  private static StoredEvent event(long sequence, String chat) {
    return new StoredEvent(
        sequence,
        "id-" + sequence,
        "message.received",
        chat.isEmpty() ? Optional.empty() : Optional.of(chat),
        START,
        "{}");
  }

  private static void append(SinkState state, List<StoredEvent> events) {
    state.append(events, events.isEmpty() ? state.read() : events.getLast().sequence());
  }
}
