package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who waits for a message, what is due later, and what a decision says of the session. */
class StatusWaitersTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final StatusWaiters waiters = new StatusWaiters();
  private final Timers timers = new Timers();

  private static StoredMessage message(MessageStatus status) {
    return new StoredMessage(
        "m1",
        "S1",
        Jid.phoneNumber("49"),
        Optional.empty(),
        Jid.phoneNumber("50"),
        7,
        true,
        Optional.empty(),
        NOW,
        TextContent.of("t"),
        ByteString.EMPTY,
        status,
        Optional.empty(),
        Map.of());
  }

  @Test
  void whoWaitsLearnsThatTheMessageGotSoFarOrFurther() {
    CompletableFuture<StoredMessage> sent = waiters.await("m1", MessageStatus.SENT);
    CompletableFuture<StoredMessage> read = waiters.await("m1", MessageStatus.READ);
    CompletableFuture<StoredMessage> other = waiters.await("m2", MessageStatus.SENT);
    waiters.reached(message(MessageStatus.PREPARED));
    assertThat(sent).isNotDone();
    waiters.reached(message(MessageStatus.DELIVERED));
    assertThat(sent).isCompletedWithValue(message(MessageStatus.DELIVERED));
    assertThat(read).isNotDone();
    waiters.reached(message(MessageStatus.READ));
    assertThat(read).isCompletedWithValue(message(MessageStatus.READ));
    assertThat(other).isNotDone();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "EXPIRED", "CANCELLED", "RECEIVED", "UNDECRYPTED"})
  void anEndOfAnotherKindEndsTheWaitingToo(MessageStatus end) {
    CompletableFuture<StoredMessage> waiting = waiters.await("m1", MessageStatus.READ);
    waiters.reached(message(end));
    assertThat(waiting).isCompletedWithValue(message(end));
  }

  @Test
  void aMessageThatIsSoFarAlreadyIsNotWaitedFor() {
    CompletableFuture<StoredMessage> there = new CompletableFuture<>();
    waiters.await(message(MessageStatus.DELIVERED), MessageStatus.SENT, there);
    assertThat(there).isCompletedWithValue(message(MessageStatus.DELIVERED));
    CompletableFuture<StoredMessage> later = new CompletableFuture<>();
    waiters.await(message(MessageStatus.QUEUED), MessageStatus.SENT, later);
    assertThat(later).isNotDone();
    waiters.reached(message(MessageStatus.SENT));
    assertThat(later).isCompletedWithValue(message(MessageStatus.SENT));
  }

  @Test
  void whoGivesUpIsForgottenAlone() {
    CompletableFuture<StoredMessage> gone = waiters.await("m1", MessageStatus.SENT);
    CompletableFuture<StoredMessage> stays = waiters.await("m1", MessageStatus.SENT);
    gone.cancel(true);
    IllegalStateException closed = new IllegalStateException("closed");
    waiters.fail(closed);
    assertThat(gone).isCancelled();
    assertThat(stays).isCompletedExceptionally();
    CompletableFuture<StoredMessage> later = waiters.await("m1", MessageStatus.SENT);
    waiters.reached(message(MessageStatus.SENT));
    assertThat(later).isCompleted();
  }

  @Test
  void whatIsDueComesInTheOrderOfItsTime() {
    timers.schedule("x", "third", Duration.ofSeconds(2), NOW);
    timers.schedule("z", "first", Duration.ofSeconds(1), NOW);
    timers.schedule("y", "second", Duration.ofSeconds(1), NOW);
    timers.schedule("d", "replaced", Duration.ofSeconds(1), NOW);
    timers.schedule("d", "later", Duration.ofSeconds(9), NOW);
    timers.schedule("e", "cancelled", Duration.ofSeconds(1), NOW);
    timers.cancel("e");
    assertThat(timers.next()).contains(NOW.plusSeconds(1));
    assertThat(timers.due(NOW.plusSeconds(1).minusNanos(1))).isEmpty();
    assertThat(timers.due(NOW.plusSeconds(1))).containsExactly("first", "second");
    assertThat(timers.due(NOW.plusSeconds(2))).containsExactly("third");
    assertThat(timers.next()).contains(NOW.plusSeconds(9));
    timers.clear();
    assertThat(timers.next()).isEmpty();
    assertThat(timers.due(NOW.plusSeconds(99))).isEmpty();
  }

  @Test
  void whatADecisionSaysOfTheSessionIsStoredByItsOwnCommit() {
    SessionState before =
        CourseDecisions.in(Phase.RECONNECTING, Optional.of(CourseDecisions.DEVICE));
    Turn turn = Decisions.turn(CourseDecisions.DEVICE);
    Outcome outcome =
        Outcome.builder()
            .effect(new Effect.Report(new SessionChange.Named("Shop")))
            .effect(new Effect.Report(SessionChange.Moved.to(Phase.CONNECTING)))
            .effect(new Effect.EraseIdentity())
            .build();
    Decided decided = new Decided(Pending.of("input"), "kind", outcome, Optional.empty());
    DecisionWithEvents announced = DecisionWithEvents.of(decided, before, turn);
    assertThat(announced.session().phase()).isEqualTo(Phase.CONNECTING);
    assertThat(announced.session().pushName()).contains("Shop");
    assertThat(announced.session().identity()).isEmpty();
    assertThat(announced.decided().outcome().effects()).isEqualTo(outcome.effects());
    assertThat(announced.decided().outcome().changes())
        .singleElement()
        .isEqualTo(
            new Change.Append(
                Decisions.turn(CourseDecisions.DEVICE).newId(),
                turn.now(),
                new ConnectionEvent.PhaseChanged(
                    Phase.RECONNECTING.text(), Phase.CONNECTING.text(), Optional.empty())));
    Outcome saves =
        Outcome.builder().effect(new Effect.SaveIdentity(CourseDecisions.DEVICE)).build();
    Decided saved = new Decided(Pending.of("input"), "kind", saves, Optional.empty());
    DecisionWithEvents silent = DecisionWithEvents.of(saved, before.with(Optional.empty()), turn);
    assertThat(silent.session().identity()).contains(CourseDecisions.DEVICE);
    assertThat(silent.decided()).isSameAs(saved);
  }

  @Test
  void whatADecisionPutsBehindItIsTakenFromIt() {
    Outcome outcome =
        Outcome.builder()
            .effect(new Effect.Enqueue("next"))
            .effect(new Effect.Cancel("timer"))
            .build();
    Decided decided = new Decided(Pending.of("input"), "kind", outcome, Optional.empty());
    assertThat(decided.following()).containsExactly(Pending.of("next"));
    assertThat(decided.withoutFollowing().outcome().effects())
        .containsExactly(new Effect.Cancel("timer"));
  }

  @Test
  void aStanzaWeighsItsTextsAndAllInsideIt() {
    Node leaf = Node.of("leaf", ByteString.copyFrom(new byte[5])).with("name", "value");
    assertThat(NodeSize.of(leaf)).isEqualTo(64 + 9 + 5);
    assertThat(NodeSize.of(Node.of("a").withText("text"))).isEqualTo(64 + 4);
    assertThat(NodeSize.of(Node.of("a", leaf, Node.of("b")))).isEqualTo(64 + 78 + 64);
  }
}
