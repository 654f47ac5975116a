package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * Somebody waits for a message's status: tells where it stands, in case that was reached before the
 * waiting began.
 */
final class CheckStatus implements Step<CheckStatus.Of, Optional<StoredMessage>> {

  /** The message with this id of ours. */
  record Of(String messageId) {}

  /** What a caller gets: whether there is such a message. */
  record Found(boolean exists) {}

  @Override
  public Optional<StoredMessage> gather(Work<Of> work, StateReader state, Turn turn) {
    return state.message(work.input().messageId());
  }

  @Override
  public Outcome decide(Work<Of> work, Optional<StoredMessage> message, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    message.ifPresent(found -> outcome.effect(new Effect.StatusReached(found, found.status())));
    return outcome.effect(new Effect.Answer(new Found(message.isPresent()))).build();
  }
}
