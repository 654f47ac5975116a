package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import dev.kubezap.whatsapp.syncd.SyncKeyKey;
import java.util.Optional;

/**
 * Says which collection is read next; when none is, ours are written. Nothing can be read before
 * the phone has shared a key.
 */
public final class ChooseCollection implements Step<FetchNext, ChooseCollection.Gathered> {

  /**
   * What is known.
   *
   * @param keys whether there is any key
   * @param next the first collection that is to be read, and can be
   */
  public record Gathered(boolean keys, Optional<FetchCollection.Of> next) {}

  @Override
  public Gathered gather(Work<FetchNext> work, StateReader state, Turn turn) {
    SyncKeyKey.Known known = SyncKeyKey.all(state);
    Optional<FetchCollection.Of> next = Optional.empty();
    for (Collection collection : Collection.values()) {
      Progress progress = ProgressKey.read(collection, state);
      boolean wanted = progress.due() || (!progress.fetched() && progress.failures() == 0);
      boolean waits = !known.data().keySet().containsAll(progress.missing());
      if (wanted && !waits && next.isEmpty()) {
        next = Optional.of(new FetchCollection.Of(collection, progress.version().number()));
      }
    }
    return new Gathered(known.newest().isPresent(), next);
  }

  @Override
  public Outcome decide(Work<FetchNext> work, Gathered gathered, Turn turn) {
    if (!gathered.keys() || !turn.connection().online()) {
      // Every log-in comes here, and every key that is shared.
      return Outcome.nothing();
    }
    return Outcome.builder()
        .effect(
            new Effect.Enqueue(
                gathered.next().<Object>map(of -> of).orElseGet(WriteAppState.Next::new)))
        .build();
  }
}
