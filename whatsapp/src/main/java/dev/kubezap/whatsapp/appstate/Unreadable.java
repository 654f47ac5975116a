package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.message.AskPhoneForKeys;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import dev.kubezap.whatsapp.syncd.SyncdException;
import java.util.List;
import java.util.Optional;

/**
 * A collection cannot be read: its key is asked of the phone; what is wrong is read once more from
 * its beginning. The others go on, and that it cannot be read is told once.
 */
final class Unreadable {

  private Unreadable() {}

  static Outcome decide(Collection collection, Progress progress, SyncdException why, Turn turn) {
    return switch (why) {
      case SyncdException.MissingKey missing -> {
        boolean asked = progress.missing().contains(missing.id());
        Progress next = progress.waitingFor(missing.id());
        yield told(collection, next, asked, "key-missing", turn)
            .effect(new Effect.Enqueue(new AskPhoneForKeys.Of(List.of(missing.id()))))
            .effect(new Effect.Enqueue(new FetchNext()))
            .build();
      }
      case SyncdException.Wrong _ -> {
        boolean again = !progress.wantsAll();
        yield told(collection, progress.failed(again), !again, "wrong-code", turn)
            .effect(new Effect.Enqueue(new FetchNext()))
            .build();
      }
    };
  }

  /** Its file could not be got; the next change, or the next log-in, is another chance. */
  static Outcome withoutFile(Collection collection, Progress progress, Turn turn) {
    return told(collection, progress.failed(false), true, "file-missing", turn)
        .effect(new Effect.Enqueue(new FetchNext()))
        .build();
  }

  private static Outcome.Builder told(
      Collection collection, Progress next, boolean tell, String reason, Turn turn) {
    boolean now = tell && !next.told();
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(new ProgressKey(collection), now ? next.withTold() : next))
            .effect(new Effect.Count("app-state", reason));
    if (now) {
      outcome.change(event(collection, Optional.of(reason), turn));
    }
    return outcome;
  }

  /** What follows when it was told, and can be read again. */
  static List<Change> readable(Collection collection, Progress before, Turn turn) {
    return before.told() ? List.of(event(collection, Optional.empty(), turn)) : List.of();
  }

  private static Change event(Collection collection, Optional<String> reason, Turn turn) {
    return new Change.Append(
        turn.newId(), turn.now(), new AccountEvent.AppStateRead(collection.wireName(), reason));
  }
}
