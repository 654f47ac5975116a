package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.KeyedRequest;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * Notes that a request begins which is no message, before anything of it is done: what a repetition
 * finds is either its answer, or that it began.
 */
public final class BeginKeyed implements Step<BeginKeyed.Of, Optional<IdempotencyRecord.Used>> {

  /** The input. */
  public record Of(SendRequest.Idempotency idempotency) {}

  @Override
  public Optional<IdempotencyRecord.Used> gather(Work<Of> work, StateReader state, Turn turn) {
    return state.read(new IdempotencyRecord(work.input().idempotency().key()));
  }

  @Override
  public Outcome decide(Work<Of> work, Optional<IdempotencyRecord.Used> used, Turn turn) {
    SendRequest.Idempotency now = work.input().idempotency();
    Outcome.Builder outcome = Outcome.builder();
    if (used.isEmpty()) {
      outcome.change(
          new Change.Put<>(
              new IdempotencyRecord(now.key()), new IdempotencyRecord.Used(now.requestHash(), "")));
    }
    return outcome
        .effect(
            new Effect.Answer(
                used.map(known -> known(known, now)).orElseGet(KeyedRequest.First::new)))
        .build();
  }

  private static KeyedRequest known(IdempotencyRecord.Used known, SendRequest.Idempotency now) {
    if (!known.requestHash().equals(now.requestHash())) {
      return new KeyedRequest.KeyReused();
    }
    return known
        .answer()
        .<KeyedRequest>map(KeyedRequest.Answered::new)
        .orElseGet(KeyedRequest.Unfinished::new);
  }
}
