package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.MissingRows.ASKED_FIVE_TIMES;
import static dev.kubezap.whatsapp.message.MissingRows.DUE;
import static dev.kubezap.whatsapp.message.MissingRows.KEY;
import static dev.kubezap.whatsapp.message.MissingRows.missed;
import static dev.kubezap.whatsapp.message.MissingRows.missing;
import static dev.kubezap.whatsapp.message.MissingRows.wakesIn;
import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a missing message is asked of: its sender up to five times, then our own phone. */
class AskForMissingTest {
  private final MemoryStore store = new MemoryStore();

  private Outcome due() {
    return decide(new AskForMissing(new TestPreKeys()), DUE, store, online(DEVICE));
  }

  private static Outcome only(Effect effect) {
    return Outcome.builder().effect(effect).build();
  }

  @Test
  void nobodyIsAskedWithoutNeedOrConnection() {
    assertThat(due()).isEqualTo(Outcome.nothing());
    missed(store, ASKED_FIVE_TIMES);
    AskForMissing step = new AskForMissing(new TestPreKeys());
    assertThat(decide(step, DUE, store, unpaired())).isEqualTo(Outcome.nothing());
    assertThat(decide(step, DUE, store, turn(DEVICE))).isEqualTo(Outcome.nothing());
  }

  @Test
  void aMessageThatIsThereByNowIsNotAskedFor() {
    missed(store, ASKED_FIVE_TIMES);
    store(store, new Change.PutMessage(Outbox.message("m1", BOB, MessageStatus.RECEIVED)));
    Outcome done = Outcome.builder().change(new Change.Remove(KEY)).build();
    assertThat(due()).isEqualTo(done);
    MemoryStore without = new MemoryStore();
    store(without, new Change.Put<>(KEY, ASKED_FIVE_TIMES));
    assertThat(decide(new AskForMissing(new TestPreKeys()), DUE, without, online(DEVICE)))
        .isEqualTo(done);
  }

  @Test
  void itWaitsUntilItIsDue() {
    missed(store, missing(5, 0, false, NOW, NOW.plusMillis(1)));
    assertThat(due()).isEqualTo(only(wakesIn(Duration.ofMillis(1))));
  }

  @ParameterizedTest
  @CsvSource({"0,15", "1,30", "2,60", "3,120", "4,240"})
  void itsSenderIsAskedFiveTimesWithGrowingPauses(int before, int seconds) {
    Missing missing = missing(before, 0, false, NOW.minusSeconds(90), NOW);
    missed(store, missing);
    OwnPreKeys.Fresh fresh = new TestPreKeys().gather(store).make(new SeededBytes(1));
    Node stanza =
        Node.of("message")
            .with("from", BOB)
            .with("id", "3EB0x")
            .with("t", NOW.minusSeconds(90).getEpochSecond());
    assertThat(due())
        .isEqualTo(
            Outcome.builder()
                .changes(fresh.changes())
                .change(
                    new Change.Put<>(
                        KEY,
                        missing(
                            before + 1, 0, false, NOW.minusSeconds(90), NOW.plusSeconds(seconds))))
                .effect(
                    new Effect.Send(
                        RetryReceipt.of(
                            stanza, before + 1, 7, DEVICE, Optional.of(fresh.preKey()))))
                .effect(wakesIn(Duration.ofSeconds(seconds)))
                .effect(new Effect.Count("missing", "asked-sender"))
                .build());
  }

  @ParameterizedTest
  @CsvSource({"0,PT1M", "1,PT10M", "2,PT1H", "3,PT12H", "4,P14D"})
  void thePhoneIsAskedLessAndLessOften(int before, Duration pause) {
    Missing asked = missing(5, before, false, NOW, NOW).askedPhone(NOW);
    assertThat(asked).isEqualTo(missing(5, before + 1, false, NOW, NOW.plus(pause)));
  }

  /** The phone answers for two weeks, and for messages that stand in a chat (PROTOCOL-2026 5). */
  @Test
  void whoKnowsNothingAnyMoreIsNotAsked() {
    Outcome givenUp =
        Outcome.builder()
            .change(new Change.Remove(KEY))
            .effect(new Effect.Count("missing", "given-up"))
            .build();
    Instant twoWeeksAgo = NOW.minus(Duration.ofDays(14));
    missed(store, missing(5, 4, false, twoWeeksAgo.plusSeconds(1), NOW));
    assertThat(due().ask()).isPresent();
    missed(store, missing(5, 4, false, twoWeeksAgo, NOW));
    assertThat(due()).isEqualTo(givenUp);
    missed(store, missing(5, 5, false, NOW.minusSeconds(90), NOW));
    assertThat(due()).isEqualTo(givenUp);
    store(
        store,
        new Change.Put<>(
            KEY,
            new Missing(
                Optional.empty(),
                "3EB0x",
                OWN.toString(),
                Optional.empty(),
                Optional.empty(),
                OWN,
                true,
                NOW,
                7,
                ByteString.EMPTY,
                5,
                0,
                NOW)));
    assertThat(due()).isEqualTo(givenUp);
  }

  @Test
  void whoeverCannotHelpIsNotWaitedFor() {
    Instant later = NOW.plusSeconds(40);
    assertThat(missing(2, 0, false, NOW, later).withoutSender(NOW))
        .isEqualTo(missing(5, 0, false, NOW, NOW));
    assertThat(missing(2, 1, false, NOW, later).withoutSender(NOW))
        .isEqualTo(missing(5, 1, false, NOW, later));
    assertThat(missing(2, 1, false, NOW, NOW.minusSeconds(1)).wake(KEY, NOW))
        .isEqualTo(wakesIn(Duration.ZERO));
  }

  @Test
  void everyLogInWakesThemAPageAtATime() {
    for (int i = 0; i < 100; i++) {
      store(
          store,
          new Change.Put<>(
              MissingKey.of(BOB_LID, "X" + (100 + i)),
              missing(1, 0, false, NOW, NOW.plusSeconds(i))));
    }
    ResumeMissing step = new ResumeMissing();
    Outcome first = decide(step, ResumeMissing.From.theFirst(), store, turn(DEVICE));
    assertThat(first.effects())
        .startsWith(
            new Effect.Schedule(
                "missing-222000@lid/X100", new AskForMissing.Due("222000@lid/X100"), Duration.ZERO))
        .endsWith(new Effect.Enqueue(new ResumeMissing.From("222000@lid/X199")))
        .hasSize(101);
    assertThat(decide(step, new ResumeMissing.From("222000@lid/X100"), store, turn(DEVICE)))
        .isEqualTo(new Outcome(List.of(), first.effects().subList(1, 100), Optional.empty()));
  }
}
