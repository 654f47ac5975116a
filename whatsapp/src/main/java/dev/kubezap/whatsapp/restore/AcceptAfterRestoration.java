package dev.kubezap.whatsapp.restore;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;
import java.util.function.Function;

/**
 * Accepts a request that sends something unless a restoration is still to be carried out: what is
 * queued then fails as one that may have been sent before, which a request of now never was.
 */
public final class AcceptAfterRestoration<I, G>
    implements Step<I, AcceptAfterRestoration.Gathered<G>> {
  private static final String WHY = "The stored state was restored, and is seen to first.";

  private final Step<I, G> accept;
  private final Function<String, ?> notYet;

  /**
   * What is stored.
   *
   * @param request what accepting needs; empty while a restoration is to be carried out
   */
  public record Gathered<G>(Optional<G> request) {}

  /**
   * @param notYet the answer to a request that comes before, from the reason
   */
  public AcceptAfterRestoration(Step<I, G> accept, Function<String, ?> notYet) {
    this.accept = accept;
    this.notYet = notYet;
  }

  @Override
  public Wanted wanted(Work<I> work, StateReader state, Turn turn) {
    return accept.wanted(work, state, turn);
  }

  @Override
  public Gathered<G> gather(Work<I> work, StateReader state, Turn turn) {
    // Without an identity nothing is carried out, and nothing can be sent.
    boolean pending = turn.identity().isPresent() && state.read(new RestorationKey()).isPresent();
    return new Gathered<>(
        pending ? Optional.empty() : Optional.of(accept.gather(work, state, turn)));
  }

  @Override
  public Outcome decide(Work<I> work, Gathered<G> gathered, Turn turn) {
    return gathered
        .request()
        .map(request -> accept.decide(work, request, turn))
        .orElseGet(() -> Outcome.builder().effect(new Effect.Answer(notYet.apply(WHY))).build());
  }
}
