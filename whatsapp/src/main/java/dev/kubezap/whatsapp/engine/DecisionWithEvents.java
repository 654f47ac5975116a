package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decision together with the events that its reports about the session raise, so that they are
 * stored by its own commit.
 *
 * @param session the state after it
 */
record DecisionWithEvents(Decided decided, SessionState session) {

  static DecisionWithEvents of(Decided decided, SessionState before, Turn turn) {
    SessionState session = before;
    List<Change> events = new ArrayList<>();
    for (Effect effect : decided.outcome().effects()) {
      switch (effect) {
        case Effect.Report(SessionChange change) -> {
          for (SessionEvent event : session.eventsOf(change)) {
            events.add(new Change.Append(turn.newId(), turn.now(), event));
          }
          session = session.after(change, turn.now());
        }
        case Effect.SaveIdentity save -> session = session.with(Optional.of(save.identity()));
        case Effect.EraseIdentity _ -> session = session.with(Optional.empty());
        default -> {}
      }
    }
    if (events.isEmpty()) {
      return new DecisionWithEvents(decided, session);
    }
    Outcome outcome = Outcome.builder().add(decided.outcome()).changes(events).build();
    return new DecisionWithEvents(
        new Decided(decided.pending(), decided.kind(), outcome, decided.fault()), session);
  }
}
