package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.knowsAll;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How fast a session sends when it is told to. */
class SendPaceTest {
  private final MemoryStore store = new MemoryStore();

  private static Turn at(Instant now, Behaviour.Pace pace, boolean typing) {
    return new Turn(
        now,
        new SeededBytes(3),
        Optional.of(DEVICE),
        new Turn.Link(true, true, true, false),
        0,
        new Behaviour(true, true, typing, false, Set.of(), pace));
  }

  private Outcome done(Outcome outcome) {
    store(store, outcome.changes().toArray(Change[]::new));
    return outcome;
  }

  private static boolean transmits(Outcome outcome) {
    return outcome.effects().stream().anyMatch(Effect.Transmit.class::isInstance);
  }

  private static List<Duration> delays(Outcome outcome, String timer) {
    return outcome.effects().stream()
        .filter(Effect.Schedule.class::isInstance)
        .map(Effect.Schedule.class::cast)
        .filter(schedule -> schedule.name().equals(timer))
        .map(Effect.Schedule::delay)
        .toList();
  }

  @Test
  void sendsABurstAndThenAtItsPace() {
    Behaviour.Pace pace = new Behaviour.Pace(20, 2, 0);
    knowsAll(store, Outbox.bob(), Outbox.phone());
    holds(store, "m2", BOB, MessageStatus.QUEUED);
    holds(store, "m3", BOB, MessageStatus.QUEUED);
    assertThat(transmits(done(new Preparing(store).message("m1", at(NOW, pace, false))))).isTrue();
    assertThat(transmits(done(new Preparing(store).message("m2", at(NOW, pace, false))))).isTrue();

    Outcome third = done(new Preparing(store).message("m3", at(NOW, pace, false)));
    assertThat(transmits(third)).isFalse();
    Duration left = delays(third, "send-pace").getFirst();
    // Two distances of 3 s by half more or less, but for the burst of two.
    assertThat(left).isBetween(Duration.ZERO, Duration.ofSeconds(6));
    assertThat(delays(third, "prepare-m3").getFirst()).isGreaterThan(left);

    Turn later = at(NOW.plus(left), pace, false);
    assertThat(transmits(new Preparing(store).message("m3", later))).isTrue();
    // The next process goes on at the same pace, and one that is not limited does not wait.
    assertThat(store.records("send-pace")).hasSize(1);
    assertThat(
            transmits(new Preparing(store).message("m3", at(NOW, Behaviour.Pace.UNLIMITED, false))))
        .isTrue();
  }

  @Test
  void beginsNoMoreChatsThanItMay() {
    Behaviour.Pace pace = new Behaviour.Pace(0, 1, 1);
    String first = accepted(pace);
    assertThat(store.records("new-chat")).containsExactly(BOB.toString());
    store(
        store, new Change.Put<>(new FirstMessagesKey(), List.of(NOW.minus(Duration.ofHours(23)))));

    Outcome held = done(new Preparing(store).message(first, at(NOW, pace, false)));
    assertThat(transmits(held)).isFalse();
    assertThat(store.queued(9)).isEmpty();
    assertThat(store.outgoing(first).orElseThrow().plan().notBefore())
        .contains(NOW.plus(Duration.ofHours(1)));
    assertThat(store.records("delayed-send")).hasSize(1);

    Instant then = NOW.plus(Duration.ofHours(1));
    assertThat(
            done(decide(new DueSends(), new DueSends.Now(), store, at(then, pace, false)))
                .effects())
        .contains(new Effect.Enqueue(new PrepareSend.Prepare(first)));
    assertThat(new Preparing(store).message(first, at(then, pace, false)).ask()).isPresent();
  }

  private String accepted(Behaviour.Pace pace) {
    Outcome outcome =
        done(
            decide(
                new AcceptSend(),
                new SendRequest(BOB, TextContent.of("hi"), Map.of(), Optional.empty()),
                store,
                at(NOW, pace, false)));
    return ((SendResult.Accepted) ((Effect.Answer) outcome.effects().getFirst()).value())
        .message()
        .id();
  }

  @Test
  void showsNothingWhereNobodySeesIt() {
    for (Jid chat : List.of(Jid.of("status@broadcast"), Jid.of("1@newsletter"))) {
      holds(store, "m1", chat, MessageStatus.QUEUED);
      Outcome outcome = new Preparing(store).message("m1", at(NOW, Behaviour.Pace.UNLIMITED, true));
      assertThat(delays(outcome, "prepare-m1")).isEmpty();
      assertThat(store.records("typing-shown")).isEmpty();
    }
  }

  @Test
  void typesAsLongAsATextTakes() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    Outcome outcome = new Preparing(store).message("m1", at(NOW, Behaviour.Pace.UNLIMITED, true));
    assertThat(((Effect.Send) outcome.effects().getFirst()).stanza().is("chatstate")).isTrue();
    // A second, and 40 ms for each of the letters of "hello".
    assertThat(delays(outcome, "prepare-m1")).containsExactly(Duration.ofMillis(1_200));
  }
}
