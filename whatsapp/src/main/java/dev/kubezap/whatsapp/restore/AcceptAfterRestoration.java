package dev.kubezap.whatsapp.restore;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.message.AcceptSend;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * Accepts a request to send unless a restoration is still to be carried out: what is queued then
 * fails as one that may have been sent before, which a request of now never was.
 */
public final class AcceptAfterRestoration
    implements Step<SendRequest, AcceptAfterRestoration.Gathered> {
  private final AcceptSend accept;

  /**
   * What is stored.
   *
   * @param request what accepting needs; empty while a restoration is to be carried out
   */
  public record Gathered(Optional<AcceptSend.Gathered> request) {}

  public AcceptAfterRestoration(AcceptSend accept) {
    this.accept = accept;
  }

  @Override
  public Wanted wanted(Work<SendRequest> work, StateReader state, Turn turn) {
    return accept.wanted(work, state, turn);
  }

  @Override
  public Gathered gather(Work<SendRequest> work, StateReader state, Turn turn) {
    // Without an identity nothing is carried out, and nothing can be sent.
    boolean pending = turn.identity().isPresent() && state.read(new RestorationKey()).isPresent();
    return new Gathered(pending ? Optional.empty() : Optional.of(accept.gather(work, state, turn)));
  }

  @Override
  public Outcome decide(Work<SendRequest> work, Gathered gathered, Turn turn) {
    return gathered
        .request()
        .map(request -> accept.decide(work, request, turn))
        .orElseGet(
            () ->
                Outcome.builder()
                    .effect(
                        new Effect.Answer(
                            new SendResult.NotYet(
                                "The stored state was restored, and is seen to first.")))
                    .build());
  }
}
