package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.engine.ResumeSending.Gathered;
import dev.kubezap.whatsapp.engine.ResumeSending.Now;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.PrepareSend;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ResumeSendingTest {
  private static final Turn ONLINE = Decisions.online(CourseDecisions.DEVICE);

  @Test
  void beginsWithTheFirstMessageOfEachChat() {
    List<QueuedMessage> queued = List.of(message(1, 1), message(2, 1), message(3, 2));

    assertThat(decided(Now.theFirst(), queued, 0)).isEqualTo(prepared(1, 3).build());
  }

  @Test
  void beginsNothingWithoutAConnection() {
    Turn offline = Decisions.turn(CourseDecisions.DEVICE);

    assertThat(
            new ResumeSending()
                .decide(
                    Work.of(Now.theFirst()),
                    new Gathered(List.of(message(1, 1)), Unacknowledged.NONE),
                    offline))
        .isEqualTo(Outcome.nothing());
  }

  @Test
  void whatFindsNoRoomBeginsLater() {
    List<QueuedMessage> queued = List.of(message(1, 1), message(2, 2), message(3, 3));
    Now later = new Now(Set.of(chat(1), chat(2)));

    assertThat(decided(Now.theFirst(), queued, 62))
        .isEqualTo(prepared(1, 2).effect(again(later)).build());
    assertThat(decided(later, queued.subList(2, 3), 64))
        .isEqualTo(Outcome.builder().effect(again(later)).build());
    assertThat(decided(later, queued.subList(2, 3), 63)).isEqualTo(prepared(3).build());
  }

  @Test
  void queueThatIsLongerThanCanBeSeenIsLookedAtAgain() {
    List<QueuedMessage> queued =
        IntStream.range(0, ResumeSending.LIMIT).mapToObj(id -> message(id, 7)).toList();
    Now later = new Now(Set.of(chat(7)));

    assertThat(decided(Now.theFirst(), queued, 0))
        .isEqualTo(prepared(0).effect(again(later)).build());
    assertThat(decided(later, queued, 64))
        .isEqualTo(Outcome.builder().effect(again(later)).build());
    assertThat(decided(later, queued.subList(1, queued.size()), 64)).isEqualTo(Outcome.nothing());
  }

  private static Outcome decided(Now now, List<QueuedMessage> queued, int unacknowledged) {
    return new ResumeSending()
        .decide(Work.of(now), new Gathered(queued, new Unacknowledged(unacknowledged, 0)), ONLINE);
  }

  private static Outcome.Builder prepared(int... ids) {
    Outcome.Builder outcome = Outcome.builder();
    IntStream.of(ids)
        .forEach(id -> outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare("m" + id))));
    return outcome;
  }

  private static Effect again(Now now) {
    return new Effect.Schedule(ResumeSending.TIMER, now, ResumeSending.AGAIN_AFTER);
  }

  private static QueuedMessage message(int id, int chat) {
    return new QueuedMessage("m" + id, chat(chat));
  }

  private static Jid chat(int number) {
    return Jid.phoneNumber("49" + number);
  }
}
