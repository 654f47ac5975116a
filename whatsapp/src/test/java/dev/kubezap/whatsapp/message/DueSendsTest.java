package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.events;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is sent later, or not at all when it waited too long. */
class DueSendsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final MessageFailure EXPIRED =
      new MessageFailure(
          "expired", OptionalInt.empty(), "It was not sent in the time that it was given.");

  private final MemoryStore store = new MemoryStore();
  private long seed;

  private Turn at(Instant now) {
    return new Turn(
        now, new SeededBytes(++seed), Optional.of(DEVICE), new Turn.Link(true, true, true, false));
  }

  private StoredMessage send(Optional<Duration> delay, Optional<Duration> expiry) {
    SendPlan plan = new SendPlan(delay.map(NOW::plus), expiry.map(NOW::plus), Duration.ZERO);
    Outcome outcome =
        done(
            decide(
                new AcceptSend(),
                new SendRequest(BOB, TextContent.of("hi"), Map.of(), Optional.empty(), plan),
                store,
                at(NOW)));
    return ((SendResult.Accepted) ((Effect.Answer) outcome.effects().getFirst()).value()).message();
  }

  private Outcome done(Outcome outcome) {
    store(store, outcome.changes().toArray(Change[]::new));
    return outcome;
  }

  private Outcome due(Instant now) {
    return done(decide(new DueSends(), Work.of(new DueSends.Now()), store, at(now)));
  }

  private static Effect again(Duration delay) {
    return new Effect.Schedule("due-sends", new DueSends.Now(), delay);
  }

  private static Effect prepare(String id) {
    return new Effect.Enqueue(new PrepareSend.Prepare(id));
  }

  @Test
  void whatIsSentLaterHoldsUpNothingAndJoinsTheQueueInTime() {
    StoredMessage later = send(Optional.of(MINUTE), Optional.empty());
    assertThat(store.queued(9)).isEmpty();
    holds(store, "m2", BOB, MessageStatus.QUEUED);
    assertThat(store.queuedIn(BOB, 9)).containsExactly("m2");

    assertThat(due(NOW.plusSeconds(20)).effects()).containsExactly(again(Duration.ofSeconds(40)));
    assertThat(due(NOW.plusSeconds(60)).effects()).containsExactly(prepare(later.id()));
    assertThat(store.queuedIn(BOB, 9)).contains(later.id());
    assertThat(store.records("delayed-send")).isEmpty();
  }

  @Test
  void sleepsNoLongerThanAMinuteSinceClocksAreSet() {
    var _ = send(Optional.of(Duration.ofDays(3)), Optional.empty());
    assertThat(due(NOW).effects()).containsExactly(again(MINUTE));
  }

  @Test
  void whatWaitedTooLongIsNotSentAndBringsTheNext() {
    StoredMessage first = send(Optional.empty(), Optional.of(MINUTE));
    holds(store, "zz", BOB, MessageStatus.QUEUED);

    Outcome outcome = due(NOW.plus(MINUTE));
    assertThat(events(outcome))
        .containsExactly(
            new MessageEvent.StatusChanged(
                first.id(), first.stanzaId(), BOB, MessageStatus.EXPIRED, Optional.of(EXPIRED)));
    assertThat(outcome.effects()).contains(prepare("zz"));
    assertThat(store.message(first.id()).orElseThrow().status()).isEqualTo(MessageStatus.EXPIRED);
    assertThat(store.queuedIn(BOB, 9)).containsExactly("zz");
    assertThat(due(NOW.plus(MINUTE))).isEqualTo(Outcome.nothing());
  }

  @Test
  void bothTimesMayPassWhileNobodyLooks() {
    StoredMessage message = send(Optional.of(MINUTE), Optional.of(MINUTE.multipliedBy(2)));
    Outcome outcome = due(NOW.plusSeconds(3_600));
    assertThat(events(outcome)).hasSize(1);
    assertThat(store.message(message.id()).orElseThrow().status()).isEqualTo(MessageStatus.EXPIRED);
    assertThat(store.queued(9)).isEmpty();
    assertThat(store.records("delayed-send")).isEmpty();
    assertThat(store.records("expiring-send")).isEmpty();
  }

  @Test
  void isNotPreparedAfterItsTimeEither() {
    StoredMessage message = send(Optional.empty(), Optional.of(MINUTE));
    Outcome outcome = new Preparing(store).message(message.id(), at(NOW.plus(MINUTE)));
    assertThat(((MessageEvent.StatusChanged) events(outcome).getFirst()).status())
        .isEqualTo(MessageStatus.EXPIRED);
  }

  @Test
  void whatWaitsForItsTimeIsTakenBackAsWell() {
    StoredMessage one = send(Optional.of(MINUTE), Optional.of(MINUTE.multipliedBy(2)));
    StoredMessage other = send(Optional.of(MINUTE), Optional.empty());
    assertThat(
            done(decide(
                    new CancelQueued(),
                    new CancelQueued.Asked(Optional.of(one.id())),
                    store,
                    at(NOW)))
                .effects())
        .contains(new Effect.Answer(new CancelResult.Cancelled()));
    assertThat(store.records("expiring-send")).isEmpty();
    assertThat(
            done(decide(
                    new CancelQueued(), new CancelQueued.Asked(Optional.empty()), store, at(NOW)))
                .effects())
        .contains(new Effect.Answer(new CancelQueued.Count(1)));
    assertThat(store.message(other.id()).orElseThrow().status()).isEqualTo(MessageStatus.CANCELLED);
    assertThat(due(NOW.plus(MINUTE))).isEqualTo(Outcome.nothing());
  }

  @Test
  void whatTheDeviceDidNotSendFailsWithIt() {
    StoredMessage message = send(Optional.of(MINUTE), Optional.empty());
    Outcome failed = done(UnsentMessages.read(store).failed(EXPIRED, at(NOW)));
    assertThat(events(failed)).hasSize(1);
    assertThat(store.message(message.id()).orElseThrow().status()).isEqualTo(MessageStatus.FAILED);
  }

  @Test
  void typesBeforeItSendsAndGoesOnWhereItWas() {
    SendPlan plan = new SendPlan(Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    store(store, new Change.PutOutgoing(Outbox.outgoing("m1", BOB).planned(plan)));

    Outcome outcome = done(new Preparing(store).message("m1", at(NOW)));
    List<Effect> effects = outcome.effects();
    assertThat(((Effect.Send) effects.getFirst()).stanza().is("chatstate")).isTrue();
    assertThat(effects.getLast())
        .isEqualTo(
            new Effect.Schedule(
                "prepare-m1", new PrepareSend.Prepare("m1"), Duration.ofSeconds(5)));
    assertThat(new Preparing(store).message("m1", at(NOW.plusSeconds(2))).effects())
        .containsExactly(
            new Effect.Schedule(
                "prepare-m1", new PrepareSend.Prepare("m1"), Duration.ofSeconds(3)));
    assertThat(new Preparing(store).message("m1", at(NOW.plusSeconds(5))).ask()).isPresent();
  }

  @Test
  void namesSortByTimeAndAreReadBack() {
    SendTimeKey key = new SendTimeKey(SendTimeKey.Kind.DELAYED, NOW, "m1");
    assertThat(key.name()).isEqualTo("001795262400000/m1");
    assertThat(SendTimeKey.parse(SendTimeKey.Kind.DELAYED, key.name())).contains(key);
    assertThat(SendTimeKey.parse(SendTimeKey.Kind.DELAYED, "x")).isEmpty();
    assertThat(SendTimeKey.parse(SendTimeKey.Kind.DELAYED, "x".repeat(40))).isEmpty();
  }
}
