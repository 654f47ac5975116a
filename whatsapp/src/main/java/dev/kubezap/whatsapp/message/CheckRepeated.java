package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * Tells whether a request was accepted before, so that a file is not uploaded for nothing. What is
 * not known yet may be accepted in between; {@link AcceptSend} has the last word.
 */
public final class CheckRepeated implements Step<CheckRepeated.Asked, CheckRepeated.Gathered> {

  /** A request with this key is about to be made. */
  public record Asked(SendRequest.Idempotency idempotency) {}

  /** What the caller gets: the answer to the request, when there is one already. */
  public record Answer(Optional<SendResult> settled) {}

  /**
   * What is stored.
   *
   * @param used the request that the key stands for
   * @param message its message
   */
  public record Gathered(Optional<IdempotencyRecord.Used> used, Optional<StoredMessage> message) {}

  @Override
  public Gathered gather(Work<Asked> work, StateReader state, Turn turn) {
    Optional<IdempotencyRecord.Used> used =
        state.read(new IdempotencyRecord(work.input().idempotency().key()));
    return new Gathered(used, used.flatMap(known -> state.message(known.messageId())));
  }

  @Override
  public Outcome decide(Work<Asked> work, Gathered gathered, Turn turn) {
    Optional<SendResult> settled =
        gathered
            .used()
            .flatMap(
                used ->
                    used.requestHash().equals(work.input().idempotency().requestHash())
                        ? gathered.message().map(SendResult.Repeated::new)
                        : Optional.of(new SendResult.KeyReused()));
    return Outcome.builder().effect(new Effect.Answer(new Answer(settled))).build();
  }
}
