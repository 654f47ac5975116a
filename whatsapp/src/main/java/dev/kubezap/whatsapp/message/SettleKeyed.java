package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Done;
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
 * Keeps what a request under an idempotency key was answered by. A refusal that nothing was
 * accepted before is no answer to keep: the same request may be taken later, and its key with it.
 */
public final class SettleKeyed implements Step<SettleKeyed.By, Optional<IdempotencyRecord.Used>> {

  /**
   * The input.
   *
   * @param done whether the request was carried out; otherwise it was refused
   */
  public record By(SendRequest.Idempotency idempotency, ByteString answer, boolean done) {
    /** Leaves out what it says. */
    @Override
    public String toString() {
      return "By[" + (done ? "done" : "refused") + "]";
    }
  }

  @Override
  public Optional<IdempotencyRecord.Used> gather(Work<By> work, StateReader state, Turn turn) {
    By input = work.input();
    return state
        .read(new IdempotencyRecord(input.idempotency().key()))
        .filter(used -> used.requestHash().equals(input.idempotency().requestHash()));
  }

  @Override
  public Outcome decide(Work<By> work, Optional<IdempotencyRecord.Used> used, Turn turn) {
    By input = work.input();
    IdempotencyRecord key = new IdempotencyRecord(input.idempotency().key());
    Outcome.Builder outcome = Outcome.builder();
    used.ifPresent(
        known ->
            outcome.change(
                input.done() || !known.messageId().isEmpty()
                    ? new Change.Put<>(key, known.answered(input.answer()))
                    : new Change.Remove(key)));
    return outcome.effect(new Effect.Answer(new Done())).build();
  }
}
