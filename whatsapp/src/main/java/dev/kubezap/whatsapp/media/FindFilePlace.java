package dev.kubezap.whatsapp.media;

import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** Tells a caller what our phone said of a message's file. */
public final class FindFilePlace implements Step<FindFilePlace.Of, Optional<FilePlace>> {

  /** The message with this id of ours. */
  public record Of(String messageId) {}

  /** What the caller gets; empty when the phone has not said anything. */
  public record Answer(Optional<FilePlace> place) {}

  @Override
  public Optional<FilePlace> gather(Work<Of> work, StateReader state, Turn turn) {
    return state.read(new FilePlaceKey(work.input().messageId()));
  }

  @Override
  public Outcome decide(Work<Of> work, Optional<FilePlace> place, Turn turn) {
    return Outcome.builder().effect(new Effect.Answer(new Answer(place))).build();
  }
}
