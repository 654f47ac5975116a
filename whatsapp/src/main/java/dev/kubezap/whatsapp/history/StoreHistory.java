package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.model.HistoryPlace;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores what was read of a history, together with how far that is: after a crash it is read on
 * from there. What is stored already stays as it is.
 */
public final class StoreHistory implements Step<HistoryPart, Optional<StoreHistory.Gathered>> {

  /** What is stored; hides the package's own types from the signature. */
  public static final class Gathered {
    private final HistoryJob job;
    private final HistoryPeople people;
    private final HistoryMessages messages;
    private final Optional<HistoryRequestKey.Request> request;

    Gathered(
        HistoryJob job,
        HistoryPeople people,
        HistoryMessages messages,
        Optional<HistoryRequestKey.Request> request) {
      this.job = job;
      this.people = people;
      this.messages = messages;
      this.request = request;
    }
  }

  @Override
  public Optional<Gathered> gather(Work<HistoryPart> work, StateReader state, Turn turn) {
    HistoryPart part = work.input();
    return state
        .read(new HistoryJobKey(part.job()))
        // What was read twice is stored once.
        .filter(job -> job.place().equals(part.from()) && !job.settled())
        .filter(_ -> turn.identity().isPresent())
        .map(
            job ->
                new Gathered(
                    job,
                    HistoryPeople.read(part.items(), state, turn),
                    HistoryMessages.read(part.items(), state, turn),
                    request(job, state)));
  }

  static Optional<HistoryRequestKey.Request> request(HistoryJob job, StateReader state) {
    return job.requestId().flatMap(id -> state.read(new HistoryRequestKey(id)));
  }

  @Override
  public Outcome decide(Work<HistoryPart> work, Optional<Gathered> gathered, Turn turn) {
    return gathered
        .map(known -> stored(work.input(), known, turn))
        .orElseGet(
            () -> Outcome.builder().effect(new Effect.Count("history", "stale-part")).build());
  }

  private static Outcome stored(HistoryPart part, Gathered known, Turn turn) {
    boolean peopleAlone =
        turn.behaviour().history() == Behaviour.History.NONE
            && known.job.kind() != HistoryKind.ON_DEMAND;
    Outcome.Builder outcome = Outcome.builder();
    HistoryJob.Stored stored =
        known.people.store(outcome, !peopleAlone, turn).plus(known.messages.store(outcome, turn));
    HistoryJobKey key = new HistoryJobKey(part.job());
    HistoryPlace behind = part.from().after(part.items().size());
    if (!part.ended() || !(part.from().messages() || peopleAlone)) {
      HistoryPlace next = part.ended() ? behind.second() : behind;
      return outcome
          .change(new Change.Put<>(key, known.job.at(next, stored)))
          .effect(new Effect.ReadHistory(part.job(), part.file(), next))
          .build();
    }
    HistoryJob whole = known.job.at(behind, stored).end();
    return outcome
        .change(new Change.Put<>(key, whole))
        .change(new Change.Remove(AskedAgainKey.of(whole)))
        .changes(told(whole, known.request, Optional.empty(), turn))
        .effect(ReadHistory.soon())
        .build();
  }

  /** The event, and that nobody waits for it any more. */
  static List<Change> told(
      HistoryJob job,
      Optional<HistoryRequestKey.Request> request,
      Optional<String> failure,
      Turn turn) {
    List<Change> changes = new ArrayList<>();
    job.requestId()
        .filter(_ -> request.isPresent())
        .ifPresent(id -> changes.add(new Change.Remove(new HistoryRequestKey(id))));
    HistoryJob.Stored stored = job.stored();
    changes.add(
        new Change.Append(
            turn.newId(),
            turn.now(),
            new AccountEvent.HistoryProgressed(
                job.kind().text(),
                job.chunk(),
                job.progress(),
                stored.messages(),
                stored.known(),
                stored.chats(),
                stored.contacts(),
                stored.leftOut(),
                stored.unreadable(),
                request.map(HistoryRequestKey.Request::chat),
                job.requestId(),
                failure)));
    return changes;
  }
}
