package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.PrepareSend;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The session may send: what was queued meanwhile is prepared, in the order of acceptance. The
 * first message of each chat is begun with, which brings the others of its chat after it; not more
 * at once than may be without acknowledgement, the others as there is room.
 */
final class ResumeSending implements Step<ResumeSending.Now, ResumeSending.Gathered> {
  static final String TIMER = "resume-sending";

  /** How far into the queue is looked for chats that have not begun. */
  static final int LIMIT = 1_000;

  static final Duration AGAIN_AFTER = Duration.ofMillis(250);

  /**
   * Now.
   *
   * @param begun chats that have begun since the session came online
   */
  record Now(Set<Jid> begun) {
    Now {
      begun = Set.copyOf(begun);
    }

    /** When the session has just come online. */
    static Now theFirst() {
      return new Now(Set.of());
    }
  }

  /**
   * What waits, and for what.
   *
   * @param unacknowledged what is prepared and not acknowledged
   */
  record Gathered(List<QueuedMessage> queued, Unacknowledged unacknowledged) {}

  @Override
  public Gathered gather(Work<Now> work, StateReader state, Turn turn) {
    return new Gathered(state.queued(LIMIT), state.unacknowledged());
  }

  @Override
  public Outcome decide(Work<Now> work, Gathered gathered, Turn turn) {
    if (!turn.connection().online()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    Set<Jid> begun = new HashSet<>(work.input().begun());
    int room =
        gathered.unacknowledged().isFull()
            ? 0
            : Unacknowledged.MAXIMUM_STANZAS - gathered.unacknowledged().stanzas();
    boolean more = gathered.queued().size() >= LIMIT;
    for (QueuedMessage message : gathered.queued()) {
      if (begun.contains(message.chat())) {
        continue;
      }
      if (room <= 0) {
        more = true;
        break;
      }
      room--;
      begun.add(message.chat());
      outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare(message.id())));
    }
    if (more) {
      outcome.effect(new Effect.Schedule(TIMER, new Now(begun), AGAIN_AFTER));
    }
    return outcome.build();
  }
}
