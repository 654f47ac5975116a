package dev.kubezap.whatsapp.call;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;

/** Forgets, once a day and a page at a time, the calls of long ago. */
public final class PruneCalls implements Step<PruneCalls.Due, List<String>> {
  /** How long calls are listed. */
  static final Duration KEPT = Duration.ofDays(90);

  private static final int PAGE = 200;

  /** A process that has just begun has other things to do. */
  private static final Duration FIRST = Duration.ofHours(1);

  private static final Duration AGAIN = Duration.ofDays(1);

  /** The input. */
  public record Due() {
    /** When the process has begun. */
    public static Effect first() {
      return in(FIRST);
    }

    private static Effect in(Duration delay) {
      return new Effect.Schedule("prune-calls", new Due(), delay);
    }
  }

  @Override
  public List<String> gather(Work<Due> work, StateReader state, Turn turn) {
    return state.recordNames(CallOrderKey.KIND, CallOrderKey.before(turn.now().minus(KEPT)), PAGE);
  }

  @Override
  public Outcome decide(Work<Due> work, List<String> old, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    for (String name : old) {
      CallOrderKey place = new CallOrderKey(name);
      outcome
          .change(new Change.Remove(new CallKey(place.callId())))
          .change(new Change.Remove(place));
    }
    return outcome.effect(Due.in(old.size() < PAGE ? AGAIN : Duration.ZERO)).build();
  }
}
