package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.ApplyNext;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.Mutation;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import dev.kubezap.whatsapp.syncd.Version;
import java.util.List;

/**
 * Stores a snapshot that was checked, a page in each turn. The version is stored with the last one:
 * what ends before is read anew from the service.
 */
public final class StoreSnapshot implements Step<StoreSnapshot.Page, Progress> {
  private static final int PAGE = 250;

  /**
   * The input.
   *
   * @param changes what differs from what was stored
   * @param from how many of them are stored
   */
  public record Page(BlobJob job, Version version, List<Mutation> changes, int from) {
    /** Hides what it says. */
    @Override
    public String toString() {
      return "Page[" + from + " of " + changes.size() + "]";
    }
  }

  @Override
  public Progress gather(Work<Page> work, StateReader state, Turn turn) {
    return ProgressKey.read(work.input().job().collection(), state);
  }

  @Override
  public Outcome decide(Work<Page> work, Progress progress, Turn turn) {
    Page page = work.input();
    if (!progress.job().equals(page.job().name())) {
      return Outcome.nothing();
    }
    var collection = page.job().collection();
    int to = Math.min(page.from() + PAGE, page.changes().size());
    Outcome.Builder outcome =
        Outcome.builder()
            .changes(
                PatchedCollection.stored(
                    collection, page.changes().subList(page.from(), to), turn));
    if (to < page.changes().size()) {
      return outcome
          .effect(new Effect.Enqueue(new Page(page.job(), page.version(), page.changes(), to)))
          .build();
    }
    // What came behind the snapshot is asked for.
    return outcome
        .change(new Change.Put<>(new ProgressKey(collection), progress.at(page.version(), true)))
        .changes(Unreadable.readable(collection, progress, turn))
        .effect(new Effect.Enqueue(ApplyNext.theFirst()))
        .effect(new Effect.Enqueue(new FetchNext()))
        .build();
  }
}
