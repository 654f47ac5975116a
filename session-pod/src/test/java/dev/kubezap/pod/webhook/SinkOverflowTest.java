package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.pod.store.TestStore;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Chats with more rows than are held. */
class SinkOverflowTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void whatIsNotHeldComesBeforeWhatIsNewer() {
    SinkState state = sink(new WaitingRows(rows("a", 1, 2), Set.of("a"), true));
    append(state, event(10, "a"), event(11, "b"), event(12, "b"));
    assertThat(begin(state)).as("of another chat at once").containsExactly(1L, 11L);
    assertThat(state.position()).isEqualTo(9);
    assertThat(state.hasChanges()).isTrue();

    Checkpoint checkpoint = state.checkpoint();
    assertThat(sequences(checkpoint.rows())).containsExactly(10L);
    assertThat(checkpoint.position()).isEqualTo(10);
    assertThat(state.hasChanges()).isFalse();

    state.delivered(1, NOW);
    assertThat(begin(state)).containsExactly(2L);
    assertThat(state.dry()).isEmpty();
    state.delivered(2, NOW);
    assertThat(state.dry()).containsExactly("a");
    append(state, event(13, "a"));
    assertThat(begin(state)).isEmpty();

    assertThat(sequences(state.checkpoint().rows())).containsExactly(13L);
    state.refill(List.of("a"), new WaitingRows(rows("a", 3, 10), Set.of("a"), true));
    assertThat(begin(state)).containsExactly(3L);
    state.delivered(3, NOW);
    assertThat(begin(state)).containsExactly(10L);
    state.delivered(10, NOW);

    state.refill(state.dry(), WaitingRows.all(rows("a", 13)));
    append(state, event(14, "a"));
    assertThat(begin(state)).containsExactly(13L);
    state.delivered(13, NOW);
    assertThat(begin(state)).as("held as any other").containsExactly(14L);
    assertThat(state.dry()).isEmpty();
  }

  @Test
  void whatIsNotWrittenTakesTheRoomOfWhatIsReadAhead() {
    SinkState state = sink(new WaitingRows(rows("a", 1), Set.of("a"), true));
    append(
        state,
        LongStream.rangeClosed(2, 250)
            .mapToObj(sequence -> event(sequence, "a"))
            .toArray(StoredEvent[]::new));
    assertThat(state.room()).isEqualTo(7);
    assertThat(state.checkpoint().position()).isEqualTo(250);
    assertThat(state.room()).isEqualTo(256);
    assertThat(state.rowsToHold(10)).isEqualTo(9);
    assertThat(state.rowsToHold(0)).isZero();
  }

  @Test
  void nothingNewerIsReadWhileThereAreChatsOfWhichNothingIsHeld() {
    SinkState state =
        sink(
            new WaitingRows(
                List.of(row(1, "a"), row(2, "b"), row(3, "c"), row(4, "d")), Set.of(), false));
    assertThat(state.room()).isZero();
    begin(state);
    state.delivered(1, NOW);
    assertThat(state.isToBeReadAnew()).isFalse();
    state.delivered(2, NOW);
    assertThat(state.isToBeReadAnew()).isTrue();

    assertThat(sink(WaitingRows.all(List.of())).isToBeReadAnew()).isFalse();
  }

  @Test
  void aChatOfWhichNothingWasReadYetStaysDry() {
    SinkState state = sink(new WaitingRows(List.of(), Set.of("a", "b", "c"), true));
    assertThat(state.rowsToHold(2)).isEqualTo(3);

    state.refill(List.of("a", "b", "c"), new WaitingRows(rows("a", 1), Set.of("a"), false));
    assertThat(state.dry()).containsExactlyInAnyOrder("b", "c");
    state.refill(List.of("b", "c"), WaitingRows.all(rows("b", 2)));
    assertThat(state.dry()).as("nothing is left of c").isEmpty();

    SinkState other = sink(new WaitingRows(List.of(), Set.of("a", "b"), true));
    other.refill(List.of("a", "b"), new WaitingRows(rows("a", 1), Set.of(), false));
    begin(other);
    other.delivered(1, NOW);
    assertThat(other.dry()).as("all of a was read").containsExactly("b");
  }

  @Test
  void aChatThatFailsForLongTakesTheRoomOfNoOther() {
    SinkState state = sink(WaitingRows.all(List.of()));
    append(state, event(10, "a"));
    begin(state);
    state.failed(10, new AttemptResult.Refused(500, Optional.empty()), NOW, 0.5);
    long sequence = 11;
    while (sequence < 8_000) {
      int room = state.room();
      assertThat(room).as("at %s", sequence).isPositive();
      append(
          state,
          LongStream.range(sequence, sequence + Math.min(room, 64))
              .mapToObj(next -> event(next, "a"))
              .toArray(StoredEvent[]::new));
      sequence += Math.min(room, 64);
      assertThat(state.checkpoint().position()).isEqualTo(sequence - 1);
    }
    assertThat(state.rowsToHold(10_000)).as("held").isGreaterThan(10_000 - 400);
    append(state, event(sequence, "b"));
    assertThat(begin(state)).containsExactly(sequence);
    assertThat(state.dry()).isEmpty();
  }

  @Test
  void norDoesWhatIsNewerOvertakeItInASlowChat() {
    SinkState state = sink(WaitingRows.all(List.of()));
    append(
        state,
        LongStream.range(10, 10 + 256)
            .mapToObj(next -> event(next, "slow"))
            .toArray(StoredEvent[]::new));
    assertThat(begin(state)).containsExactly(10L);
    Instant later = NOW.plus(SlotShares.SLOW_AFTER).plusMillis(1);
    state.begin(later, 8);
    assertThat(state.checkpoint().rows()).as("all behind the slow one").hasSize(255);

    append(state, event(266, "slow"));
    assertThat(sequences(state.checkpoint().rows())).containsExactly(266L);
    state.delivered(10, later);
    append(state, event(267, "slow"));
    for (long next = 11; next < 266; next++) {
      assertThat(sequences(state.begin(later, 8))).containsExactly(next);
      state.delivered(next, later);
    }
    assertThat(state.begin(later, 8)).as("266 is in its row").isEmpty();
    assertThat(state.dry()).containsExactly("slow");
  }

  @Test
  void aThousandChatsThatFailHoldBackNoOther() {
    SinkState state = sink(WaitingRows.all(List.of()));
    long sequence = 10;
    for (int chat = 0; chat < 1_000; chat++) {
      for (int i = 0; i < 20; i++) {
        append(state, event(sequence++, "failing" + chat));
      }
      List<Long> begun = begin(state);
      begun.forEach(failed -> refuse(state, failed));
      append(state, event(sequence, "other"));
      assertThat(begin(state)).contains(sequence);
      state.delivered(sequence++, NOW);
      state.checkpoint();
      assertThat(state.room()).as("with %s that fail", chat).isPositive();
    }
    assertThat(state.dry()).isEmpty();
  }

  @Test
  void norDoTheyAfterARestart() {
    List<Delivery> rows = new ArrayList<>();
    for (int chat = 0; chat < 30; chat++) {
      long first = 1_000L * (chat + 1);
      rows.add(
          row(first, "failing" + chat)
              .failed(new AttemptResult.Refused(500, Optional.empty()), NOW, NOW.plusSeconds(60)));
      for (long i = 1; i < 256; i++) {
        rows.add(row(first + i, "failing" + chat));
      }
    }
    SinkState state =
        new SinkState(
            RetryPolicy.DEFAULT, 40_000, Optional.empty(), new WaitingRows(rows, Set.of(), true));
    assertThat(state.room()).isPositive();
    append(state, event(40_001, "failing7"), event(40_002, "other"));
    assertThat(begin(state)).containsExactly(40_002L);
    assertThat(sequences(state.checkpoint().rows())).contains(40_001L);
    Instant later = NOW.plusSeconds(60);
    for (long next = 1_000; next < 1_004; next++) {
      assertThat(sequences(state.begin(later, 8))).contains(next);
      state.delivered(next, later);
    }
    assertThat(state.dry())
        .as("the others are read when these are done")
        .containsExactly("failing0");
  }

  private static void refuse(SinkState state, long sequence) {
    state.failed(sequence, new AttemptResult.Refused(500, Optional.empty()), NOW, 0.5);
  }

  @Test
  void whatWasNeverTriedIsGivenUpThoughItHasARow() throws Exception {
    try (TestStore test = TestStore.open()) {
      List<Change> events = new ArrayList<>();
      for (int number = 1; number <= 4; number++) {
        Instant at = number < 4 ? NOW : NOW.plusSeconds(60);
        events.add(
            new Change.Append(
                Samples.id(number), at, new ConnectionEvent.Disconnected("515", "restart")));
      }
      test.store().commit(events);
      TestDatabase.execute(
          """
          insert into kubezap.webhook (session_id, name, position) values (%1$d, 'shop', 0);
          insert into kubezap.webhook_delivery (session_id, webhook, sequence, state, attempts)
          select session_id, 'shop', sequence, 'waiting', (row_number() over (order by sequence)) %% 2
            from kubezap.outbox where session_id = %1$d order by sequence limit 2;
          """
              .formatted(test.session()));
      DeliveryTable table =
          new DeliveryTable(test.reads(), test.session(), test.lease().grant().epoch(), "shop");

      assertThat(table.giveUpBefore(NOW.plusSeconds(1), new String[0]))
          .as("the second, and the third, which has no row")
          .isEqualTo(2);
      assertThat(table.deliveries("dead", 0, 10)).hasSize(2);
      assertThat(table.deliveries("waiting", 0, 10))
          .extracting(listed -> listed.delivery().attempts())
          .containsExactly(1);
      assertThat(table.giveUpBefore(NOW.plusSeconds(1), new String[0])).isZero();
    }
  }

  @Test
  void theFirstOfEachChatAreReadFirst() throws Exception {
    try (TestStore test = TestStore.open()) {
      TestDatabase.execute(
          """
          insert into kubezap.webhook_delivery (session_id, webhook, sequence, subject, state, attempts)
          select %d, 'shop', n, case when n <= 6 then 'a' when n <= 8 then 'b' when n = 9 then null else 'd' end,
                 case when n = 10 then 'dead' else 'waiting' end, 0
            from generate_series(1, 10) n
          """
              .formatted(test.session()));
      DeliveryTable table =
          new DeliveryTable(test.reads(), test.session(), test.lease().grant().epoch(), "shop");

      WaitingRows some = table.waiting(List.of(), 4, 6);
      assertThat(sequences(some.deliveries())).containsExactly(1L, 7L, 9L, 2L, 8L, 3L);
      assertThat(some.more()).containsExactly("a");
      assertThat(some.everyChat()).isTrue();

      WaitingRows few = table.waiting(List.of(), 4, 2);
      assertThat(sequences(few.deliveries())).containsExactly(1L, 7L);
      assertThat(few.more()).containsExactlyInAnyOrder("a", "b");
      assertThat(few.everyChat()).isFalse();

      WaitingRows one = table.waiting(List.of("", "b"), 1, 100);
      assertThat(sequences(one.deliveries())).containsExactly(7L, 9L);
      assertThat(one.more()).containsExactly("b");
      assertThat(one.everyChat()).isTrue();
    }
  }

  private static SinkState sink(WaitingRows stored) {
    return new SinkState(RetryPolicy.DEFAULT, 9, Optional.empty(), stored);
  }

  private static List<Delivery> rows(String chat, long... sequences) {
    return LongStream.of(sequences).mapToObj(sequence -> row(sequence, chat)).toList();
  }

  private static Delivery row(long sequence, String chat) {
    return Delivery.fresh(sequence, Optional.of(chat));
  }

  private static StoredEvent event(long sequence, String chat) {
    return new StoredEvent(
        sequence, "id-" + sequence, "message.received", Optional.of(chat), NOW, "{}");
  }

  private static void append(SinkState state, StoredEvent... events) {
    state.append(List.of(events), events[events.length - 1].sequence());
  }

  private static List<Long> begin(SinkState state) {
    return sequences(state.begin(NOW, 8));
  }

  private static List<Long> sequences(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::sequence).toList();
  }
}
