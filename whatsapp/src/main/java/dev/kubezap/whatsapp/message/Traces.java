package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.SendTrace;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.OptionalLong;

/** What is told of messages whose request is traced; nothing of the others. */
final class Traces {
  private Traces() {}

  /** To be performed behind what transmits its stanza. */
  static List<Effect> transmitted(OutgoingMessage outgoing) {
    return outgoing.trace().isEmpty()
        ? List.of()
        : List.of(step(outgoing, new SendTrace.Step.Transmitted()));
  }

  /**
   * What follows from the server's answer, with the answer told and its events put into the trace.
   *
   * @param error the code of a refusal
   */
  static Outcome acknowledged(OutgoingMessage outgoing, OptionalLong error, Outcome outcome) {
    if (outgoing.trace().isEmpty()) {
      return outcome;
    }
    Outcome.Builder traced = Outcome.builder();
    for (Change change : outcome.changes()) {
      traced.change(
          change instanceof Change.Append event
              ? new Change.Append(event.id(), event.at(), event.event(), outgoing.trace())
              : change);
    }
    outcome.ask().ifPresent(traced::ask);
    return traced
        .effects(outcome.effects())
        .effect(step(outgoing, new SendTrace.Step.Acknowledged(error)))
        .build();
  }

  private static Effect step(OutgoingMessage outgoing, SendTrace.Step step) {
    return new Effect.Traced(
        new SendTrace(
            outgoing.trace().orElseThrow(), outgoing.messageId(), outgoing.acceptedAt(), step));
  }
}
