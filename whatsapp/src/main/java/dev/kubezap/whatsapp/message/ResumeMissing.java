package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/**
 * The session may send: the rows of missing messages that an earlier connection or process left are
 * woken when they are due, a page at a time.
 */
public final class ResumeMissing implements Step<ResumeMissing.From, List<ResumeMissing.Row>> {
  private static final int PAGE = 100;

  /**
   * The input.
   *
   * @param after the name of the last one that was seen to; empty at first
   */
  public record From(String after) {
    /** All of them. */
    public static From theFirst() {
      return new From("");
    }
  }

  /** A row; hides the package's own types from the signature. */
  public static final class Row {
    private final MissingKey key;
    private final Missing missing;

    Row(MissingKey key, Missing missing) {
      this.key = key;
      this.missing = missing;
    }
  }

  @Override
  public List<Row> gather(Work<From> work, StateReader state, Turn turn) {
    return state.recordNames(MissingKey.KIND, work.input().after(), PAGE).stream()
        .map(MissingKey::new)
        .flatMap(key -> state.read(key).map(missing -> new Row(key, missing)).stream())
        .toList();
  }

  @Override
  public Outcome decide(Work<From> work, List<Row> rows, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    rows.forEach(row -> outcome.effect(row.missing.wake(row.key, turn.now())));
    if (rows.size() == PAGE) {
      outcome.effect(new Effect.Enqueue(new From(rows.getLast().key.name())));
    }
    return outcome.build();
  }
}
