package dev.kubezap.whatsapp.groupchange;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.GroupQueries;
import dev.kubezap.whatsapp.group.LearnGroup;
import dev.kubezap.whatsapp.group.ParticipantAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.IdempotencyRecord;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Performs a stored change of a group for nobody who waits: it waited for a connection, or what was
 * asked of the service before was not answered. Whether a group was made is looked up first.
 */
public final class RepeatGroupChange
    implements Step<RepeatGroupChange.Of, RepeatGroupChange.Gathered> {
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** How far the service's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  private static final int TOO_MANY = 429;
  private static final int FIRST_FAULT = 500;
  private static final int ALREADY_SO = 409;

  private final String run;

  /** The input. */
  public record Of(String id) {}

  /** What is stored. */
  public static final class Gathered {
    private final Optional<StoredChange> stored;
    private final Optional<IdempotencyRecord.Used> used;
    private final Supplier<Outcome> deciding;

    /**
     * @param deciding what the step of the change decides
     */
    Gathered(
        Optional<StoredChange> stored,
        Optional<IdempotencyRecord.Used> used,
        Supplier<Outcome> deciding) {
      this.stored = stored;
      this.used = used;
      this.deciding = deciding;
    }
  }

  /**
   * @param run names this process: what another one asked for is not waited for
   */
  public RepeatGroupChange(String run) {
    this.run = run;
  }

  static Effect later(String id, Duration pause) {
    return new Effect.Schedule(timer(id), new Of(id), pause);
  }

  private static String timer(String id) {
    return "group-change/" + id;
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    Optional<StoredChange> stored = state.read(new GroupChangeKey(work.input().id()));
    // What was looked up is no answer to the change: it begins behind it.
    Work<Of> own = lookedUp(work).isPresent() ? Work.of(work.input()) : work;
    return new Gathered(
        stored,
        stored.flatMap(StoredChange::key).flatMap(key -> state.read(new IdempotencyRecord(key))),
        stored
            .map(change -> GroupChangeKind.deciding(change.change(), own, state, turn))
            .orElse(Outcome::nothing));
  }

  private static Optional<List<Group>> lookedUp(Work<Of> work) {
    return work.replies().size() == 1 && work.replies().getFirst() instanceof Reply.Result(var iq)
        ? GroupQueries.readAll(iq)
        : Optional.empty();
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    String id = work.input().id();
    if (gathered.stored.isEmpty() || turn.identity().isEmpty()) {
      return Outcome.nothing();
    }
    StoredChange stored = gathered.stored.get();
    if (work.asked() == 0) {
      return begun(id, stored, gathered, turn);
    }
    if (work.replies().stream().anyMatch(Reply.Missing.class::isInstance)) {
      return GroupChangeKind.isRepeatable(stored.change())
          ? again(id, stored, PAUSE)
          : failed(id, stored, unknown(), turn);
    }
    Optional<Reply.Refused> busy =
        work.replies().stream()
            .filter(Reply.Refused.class::isInstance)
            .map(Reply.Refused.class::cast)
            .filter(no -> no.code() == TOO_MANY || no.code() >= FIRST_FAULT)
            .findFirst();
    if (busy.isPresent()) {
      return again(id, stored, work.retryAfter(PAUSE));
    }
    Optional<List<Group>> groups = lookedUp(work);
    if (groups.isPresent()) {
      return groups.get().stream()
          .filter(group -> isMade(group, stored, turn.identity().orElseThrow()))
          .findFirst()
          .map(
              group ->
                  Outcome.builder()
                      .add(LearnGroup.described(group, turn))
                      .add(made(id, stored, gathered, group))
                      .build())
          .orElseGet(() -> asked(id, stored, gathered.deciding.get(), turn));
    }
    return answered(id, stored, gathered, turn);
  }

  private Outcome begun(String id, StoredChange stored, Gathered gathered, Turn turn) {
    if (!stored.isOf(turn)) {
      return failed(
          id,
          stored,
          failure("logged-out", "The session was linked anew before the group was changed."),
          turn);
    }
    if (stored.isExpired(turn.now())) {
      return failed(
          id, stored, failure("expired", "There was no connection for seven days."), turn);
    }
    if (stored.isAsked(run, turn.now())) {
      return Outcome.builder().effect(later(id, StoredChange.LONGEST_ATTEMPT)).build();
    }
    if (!turn.connection().loggedIn()) {
      // The next log-in comes here.
      return Outcome.nothing();
    }
    if (stored.sent() && !GroupChangeKind.isRepeatable(stored.change())) {
      return failed(id, stored, unknown(), turn);
    }
    return stored.sent() && stored.change() instanceof CreateGroup.Of
        ? asked(
            id,
            stored,
            Outcome.builder()
                .ask(new Ask(List.of(GroupQueries.participating()), ServiceStep.PATIENCE))
                .build(),
            turn)
        : asked(id, stored, gathered.deciding.get(), turn);
  }

  private Outcome asked(String id, StoredChange stored, Outcome next, Turn turn) {
    return Outcome.builder()
        .change(new Change.Put<>(new GroupChangeKey(id), stored.attempted(run, turn.now())))
        .effect(new Effect.Cancel(timer(id)))
        .add(next)
        .build();
  }

  private static Outcome again(String id, StoredChange stored, Duration pause) {
    return Outcome.builder()
        .change(new Change.Put<>(new GroupChangeKey(id), stored.unanswered()))
        .effect(later(id, pause))
        .build();
  }

  /** Whether a group is the one that was to be made: of this account, so called, made since. */
  private static boolean isMade(Group group, StoredChange stored, DeviceIdentity self) {
    return stored.change() instanceof CreateGroup.Of create
        && group.subject().equals(create.subject())
        && group.community().equals(create.community())
        && group
            .owner()
            .filter(
                owner ->
                    owner.equals(self.jid().account())
                        || self.lid().map(Jid::account).filter(owner::equals).isPresent())
            .isPresent()
        && group
            .createdAt()
            .filter(at -> !at.isBefore(stored.acceptedAt().minus(SKEW)))
            .isPresent();
  }

  private static Outcome answered(String id, StoredChange stored, Gathered gathered, Turn turn) {
    Outcome decided = gathered.deciding.get();
    Outcome.Builder outcome = Outcome.builder().changes(decided.changes());
    Optional<ServiceAnswer<?>> answer = Optional.empty();
    for (Effect effect : decided.effects()) {
      if (effect instanceof Effect.Answer(ServiceAnswer<?> value)) {
        answer = Optional.of(value);
      } else {
        outcome.effect(effect);
      }
    }
    return outcome.add(ended(id, stored, gathered, answer.orElseThrow(), turn)).build();
  }

  private static Outcome ended(
      String id, StoredChange stored, Gathered gathered, ServiceAnswer<?> answer, Turn turn) {
    return switch (answer) {
      case ServiceAnswer.Given<?>(CreateGroup.Made made) ->
          made(id, stored, gathered, made.group());
      case ServiceAnswer.Given<?>(ChangeParticipants.Changed changed) ->
          changed.participants().stream()
              .filter(one -> !one.isDone() && one.code() != ALREADY_SO)
              .mapToInt(ParticipantAnswer::code)
              .boxed()
              .findFirst()
              .map(code -> failed(id, stored, refused(code), turn))
              .orElseGet(() -> done(id));
      case ServiceAnswer.Given<?> _ -> done(id);
      case ServiceAnswer.Impossible<?> no when GroupChangeKind.isDone(stored.change(), no) ->
          done(id);
      case ServiceAnswer.Impossible<?>(String code, String detail) ->
          failed(id, stored, failure(code, detail), turn);
      case ServiceAnswer.Refused<?>(int code, Duration _) ->
          failed(id, stored, refused(code), turn);
      case ServiceAnswer.Unanswered<?> _,
          ServiceAnswer.NotConnected<?> _,
          ServiceAnswer.Queued<?> _ ->
          failed(id, stored, unknown(), turn);
    };
  }

  private static Outcome done(String id) {
    return Outcome.builder()
        .change(new Change.Remove(new GroupChangeKey(id)))
        .effect(new Effect.Cancel(timer(id)))
        .build();
  }

  /** Whoever repeats the request under its key gets this group. */
  private static Outcome made(String id, StoredChange stored, Gathered gathered, Group group) {
    Outcome.Builder outcome = Outcome.builder().add(done(id));
    gathered.used.ifPresent(
        used ->
            outcome.change(
                new Change.Put<>(
                    new IdempotencyRecord(stored.key().orElseThrow()),
                    used.accepted(group.id().toString()))));
    return outcome.build();
  }

  private static MessageFailure unknown() {
    return failure(
        "outcome-unknown",
        "It is not known whether WhatsApp has done it, and a second time would do it twice: look.");
  }

  private static MessageFailure refused(int code) {
    return new MessageFailure(
        "whatsapp-refused", OptionalInt.of(code), "WhatsApp answered with the error " + code + ".");
  }

  private static MessageFailure failure(String code, String reason) {
    return new MessageFailure(code, OptionalInt.empty(), reason);
  }

  private static Outcome failed(String id, StoredChange stored, MessageFailure why, Turn turn) {
    return Outcome.builder()
        .add(done(id))
        .change(WaitingGroupChanges.failed(id, stored, why, turn))
        .build();
  }
}
