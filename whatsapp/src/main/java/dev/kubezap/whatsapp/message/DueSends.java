package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Does what the time has come for: what was to be sent later joins the queue, and what waited too
 * long is not sent any more. With or without a connection; what a process that ended did not get to
 * is done when the next one begins.
 */
public final class DueSends implements Step<DueSends.Now, DueSends.Gathered> {
  private static final int PAGE = 100;

  /** The machine's clock may be set meanwhile, which timers do not notice. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  /** The input. */
  public record Now() {
    /** When the process has begun. */
    public static Effect first() {
      return in(Duration.ZERO);
    }

    static Effect in(Duration delay) {
      return new Effect.Schedule("due-sends", new Now(), delay);
    }
  }

  /**
   * What is stored.
   *
   * @param due whose time has come
   * @param next when the next one's comes
   */
  public record Gathered(List<Due> due, Optional<Instant> next) {
    public Gathered {
      due = List.copyOf(due);
    }
  }

  /** Whose time has come; hides the package's own types. */
  public static final class Due {
    private final SendTimeKey key;
    private final Optional<OutgoingMessage> outgoing;
    private final Optional<OutgoingContent> outgoingContent;
    private final Optional<String> next;

    /**
     * @param outgoingContent empty when it does not wait any more
     * @param next what comes first in its chat beside it
     */
    private Due(
        SendTimeKey key,
        Optional<OutgoingMessage> outgoing,
        Optional<OutgoingContent> outgoingContent,
        Optional<String> next) {
      this.key = key;
      this.outgoing = outgoing;
      this.outgoingContent = outgoingContent;
      this.next = next;
    }

    private static Due read(SendTimeKey key, StateReader state) {
      Optional<OutgoingMessage> outgoing = state.outgoing(key.id());
      Optional<OutgoingContent> waiting =
          outgoing
              .flatMap(found -> OutgoingContent.read(found, state))
              .filter(outgoingContent -> outgoingContent instanceof OutgoingContent.ChatMessage)
              .filter(
                  outgoingContent -> outgoingContent.message().status() == MessageStatus.QUEUED);
      return new Due(
          key,
          outgoing,
          waiting,
          waiting.flatMap(
              outgoingContent ->
                  state.queuedIn(outgoingContent.chat(), 2).stream()
                      .filter(id -> !id.equals(key.id()))
                      .findFirst()));
    }
  }

  @Override
  public Gathered gather(Work<Now> work, StateReader state, Turn turn) {
    List<SendTimeKey> soonest = new ArrayList<>();
    for (SendTimeKey.Kind kind : SendTimeKey.Kind.values()) {
      state.recordNames(kind.stored(), "", PAGE).stream()
          .flatMap(name -> SendTimeKey.parse(kind, name).stream())
          .forEach(soonest::add);
    }
    soonest.sort(Comparator.comparing(SendTimeKey::at));
    List<Due> due =
        soonest.stream()
            .filter(key -> !key.at().isAfter(turn.now()))
            .limit(PAGE)
            .map(key -> Due.read(key, state))
            .toList();
    return new Gathered(due, soonest.stream().skip(due.size()).findFirst().map(SendTimeKey::at));
  }

  @Override
  public Outcome decide(Work<Now> work, Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    Set<String> done = new HashSet<>();
    for (Due due : gathered.due()) {
      outcome.change(new Change.Remove(due.key));
      // Both of its times may have come.
      if (done.add(due.key.id())) {
        due.outgoingContent.ifPresent(
            outgoingContent -> outcome.add(now(due, outgoingContent, turn)));
      }
    }
    if (gathered.due().size() >= PAGE) {
      return outcome.effect(Now.in(Duration.ZERO)).build();
    }
    gathered.next().ifPresent(next -> outcome.effect(Now.in(until(next, turn.now()))));
    return outcome.build();
  }

  private static Outcome now(Due due, OutgoingContent outgoingContent, Turn turn) {
    boolean late = due.outgoing.filter(outgoing -> outgoing.plan().isLate(turn.now())).isPresent();
    if (!late) {
      return Outcome.builder()
          .change(
              new Change.JoinQueue(new QueuedMessage(outgoingContent.id(), outgoingContent.chat())))
          .effect(new Effect.Enqueue(new PrepareSend.Prepare(outgoingContent.id())))
          .build();
    }
    Outcome.Builder outcome = Outcome.builder();
    due.outgoing
        .map(SendTimeKey::of)
        .orElse(List.of())
        .forEach(key -> outcome.change(new Change.Remove(key)));
    outcome.add(
        SendProgress.to(
            outgoingContent, MessageStatus.EXPIRED, Optional.of(BeforeSending.EXPIRED), turn));
    due.next.ifPresent(id -> outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare(id))));
    return outcome.build();
  }

  private static Duration until(Instant next, Instant now) {
    Duration left = Duration.between(now, next);
    return left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
  }
}
