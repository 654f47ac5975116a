package dev.kubezap.whatsapp.media;

import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * Asks our own phone to upload a message's file again. The answer, which may never come, is stored
 * as the file's place by {@link FilePlaceTold}.
 */
public final class AskPhoneForFile
    implements Step<AskPhoneForFile.Wanted, Optional<StoredMessage>> {

  /** The file of the message with this id of ours is wanted. */
  public record Wanted(String messageId) {}

  /** What the caller gets: whether the phone was asked. */
  public record Answer(boolean asked) {}

  @Override
  public Optional<StoredMessage> gather(Work<Wanted> work, StateReader state, Turn turn) {
    return state.message(work.input().messageId());
  }

  @Override
  public Outcome decide(Work<Wanted> work, Optional<StoredMessage> message, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    boolean asks = false;
    if (turn.connection().online()
        && message.isPresent()
        && message.get().content() instanceof Media media
        && media.media().mediaKey().size() == MediaKeys.SECRET) {
      asks = true;
      outcome
          // What it said before is of no use any more.
          .change(new Change.Remove(new FilePlaceKey(message.get().id())))
          .effect(
              new Effect.Send(
                  MediaRetry.request(
                      turn.ownJid().account(),
                      message.get(),
                      media.media().mediaKey(),
                      turn.random())));
    }
    return outcome.effect(new Effect.Answer(new Answer(asks))).build();
  }
}
