package dev.kubezap.whatsapp.groupchange;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.IdempotencyRecord;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Changes a group for a caller who waits: the change is stored in the commit after which the
 * service is asked, and removed in the one that stores what it answered.
 */
public final class AcceptGroupChange
    implements Step<GroupChangeRequest, AcceptGroupChange.Gathered> {
  /** How many may wait. */
  private static final int MOST = 1_000;

  private final String run;

  /** What is stored. */
  public static final class Gathered {
    private final Optional<StoredChange> stored;
    private final Optional<IdempotencyRecord.Used> used;
    private final boolean waits;
    private final Optional<Group> made;
    private final boolean crowded;
    private final Supplier<Outcome> deciding;

    /**
     * @param stored the change itself, once it is
     * @param used the request that the key stands for
     * @param waits whether what the key stands for is not done yet
     * @param made the group that was made for the key
     * @param crowded whether no more may wait
     * @param deciding what the step of the change decides
     */
    Gathered(
        Optional<StoredChange> stored,
        Optional<IdempotencyRecord.Used> used,
        boolean waits,
        Optional<Group> made,
        boolean crowded,
        Supplier<Outcome> deciding) {
      this.stored = stored;
      this.used = used;
      this.waits = waits;
      this.made = made;
      this.crowded = crowded;
      this.deciding = deciding;
    }
  }

  /**
   * @param run names this process: what another one asked for is not waited for
   */
  public AcceptGroupChange(String run) {
    this.run = run;
  }

  @Override
  public Gathered gather(Work<GroupChangeRequest> work, StateReader state, Turn turn) {
    GroupChangeRequest request = work.input();
    Optional<IdempotencyRecord.Used> used =
        request.key().flatMap(key -> state.read(new IdempotencyRecord(key)));
    Optional<String> earlier = earlier(used);
    boolean waiting = request.queue() && !turn.connection().loggedIn();
    return new Gathered(
        state.read(new GroupChangeKey(request.id())),
        used,
        earlier.flatMap(id -> state.read(new GroupChangeKey(id))).isPresent(),
        earlier
            .flatMap(Jid::parse)
            .filter(Jid::isGroup)
            .flatMap(id -> state.read(new GroupKey(id))),
        waiting && state.recordNames(GroupChangeKey.KIND, "", MOST).size() == MOST,
        GroupChangeKind.deciding(request.change(), work, state, turn));
  }

  private static Optional<String> earlier(Optional<IdempotencyRecord.Used> used) {
    return used.map(IdempotencyRecord.Used::messageId).filter(id -> !id.isEmpty());
  }

  @Override
  public Outcome decide(Work<GroupChangeRequest> work, Gathered gathered, Turn turn) {
    return work.asked() == 0 ? begun(work.input(), gathered, turn) : answered(work, gathered);
  }

  private Outcome begun(GroupChangeRequest request, Gathered gathered, Turn turn) {
    if (gathered.waits) {
      return queued(earlier(gathered.used).orElseThrow());
    }
    if (gathered.made.isPresent() && request.change() instanceof CreateGroup.Of) {
      return ServiceStep.given(new CreateGroup.Made(gathered.made.get(), List.of()));
    }
    if (gathered.crowded) {
      return ServiceStep.answer(
          new ServiceAnswer.Impossible<>(
              "queue-full", MOST + " changes of groups wait already: connect the session first."));
    }
    boolean connected = turn.connection().loggedIn();
    if (turn.identity().isEmpty() || (!connected && !request.queue())) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<>());
    }
    StoredChange change =
        new StoredChange(
            request.change(), turn.ownJid(), turn.now(), false, Optional.empty(), request.key());
    Outcome next = connected ? gathered.deciding.get() : queued(request.id());
    return Outcome.builder()
        .change(
            new Change.Put<>(
                new GroupChangeKey(request.id()),
                connected ? change.attempted(run, turn.now()) : change))
        .add(noted(request, gathered, request.id()))
        .add(next)
        .build();
  }

  private static Outcome answered(Work<GroupChangeRequest> work, Gathered gathered) {
    GroupChangeRequest request = work.input();
    GroupChangeKey key = new GroupChangeKey(request.id());
    if (work.replies().stream().noneMatch(Reply.Missing.class::isInstance)) {
      Outcome done = gathered.deciding.get();
      boolean given =
          done.effects().stream()
              .anyMatch(effect -> effect instanceof Effect.Answer(ServiceAnswer.Given<?> _));
      return Outcome.builder()
          .change(new Change.Remove(key))
          .add(given ? Outcome.nothing() : noted(request, gathered, ""))
          .add(done)
          .build();
    }
    if (gathered.stored.isEmpty() || !GroupChangeKind.isRepeatable(request.change())) {
      return Outcome.builder()
          .change(new Change.Remove(key))
          .add(noted(request, gathered, ""))
          .add(ServiceStep.answer(new ServiceAnswer.Unanswered<>()))
          .build();
    }
    return Outcome.builder()
        .change(new Change.Put<>(key, gathered.stored.get().unanswered()))
        .effect(RepeatGroupChange.later(request.id(), RepeatGroupChange.PAUSE))
        .add(queued(request.id()))
        .build();
  }

  private static Outcome queued(String id) {
    return ServiceStep.answer(new ServiceAnswer.Queued<>(id));
  }

  /** The key's record names the change that its request was accepted as. */
  private static Outcome noted(GroupChangeRequest request, Gathered gathered, String id) {
    return gathered
        .used
        .map(
            used ->
                Outcome.builder()
                    .change(
                        new Change.Put<>(
                            new IdempotencyRecord(request.key().orElseThrow()), used.accepted(id)))
                    .build())
        .orElseGet(Outcome::nothing);
  }
}
