package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Takes back what waits to be sent. Only that: what has used a key is on its way, or may be.
 * Whatever waited behind it in its chat is prepared next.
 */
public final class CancelQueued implements Step<CancelQueued.Asked, CancelQueued.Gathered> {
  /** As many as one commit takes in good time. */
  private static final int PAGE = 500;

  private static final MessageFailure CANCELLED =
      new MessageFailure(
          "cancelled", OptionalInt.empty(), "It was taken back before it was sent; send it again.");

  /**
   * The input.
   *
   * @param id {@link QueuedMessage#id()} of what is taken back; empty for a page of what has waited
   *     longest
   */
  public record Asked(Optional<String> id) {}

  /** How many a page had; 0 when nothing waits. */
  public record Count(int cancelled) {}

  /**
   * What is stored.
   *
   * @param waiting what is taken back
   * @param next what waits behind that, one for each chat
   * @param instead why the one that was named is not
   */
  public record Gathered(List<Waiting> waiting, List<String> next, Optional<CancelResult> instead) {
    public Gathered {
      waiting = List.copyOf(waiting);
      next = List.copyOf(next);
    }
  }

  /**
   * Something that waits.
   *
   * @param outgoingContent empty when what it was to do cannot be read any more
   * @param times what is forgotten with it
   */
  public record Waiting(
      QueuedMessage queued,
      Optional<OutgoingContent> outgoingContent,
      List<? extends RecordKey<?>> times) {
    public Waiting {
      times = List.copyOf(times);
    }

    static Waiting read(QueuedMessage queued, StateReader state) {
      Optional<OutgoingMessage> outgoing = state.outgoing(queued.id());
      return new Waiting(
          queued,
          outgoing.flatMap(found -> OutgoingContent.read(found, state)),
          outgoing.map(SendTimeKey::of).orElse(List.of()));
    }
  }

  @Override
  public Gathered gather(Work<Asked> work, StateReader state, Turn turn) {
    return work.input()
        .id()
        .map(id -> one(id, state))
        .orElseGet(() -> gathered(page(state), state));
  }

  /** What waits for its turn, then what waits for its time. */
  private static List<QueuedMessage> page(StateReader state) {
    List<QueuedMessage> page = new ArrayList<>(state.queued(PAGE));
    if (page.size() < PAGE) {
      page.addAll(DelayedSends.read(state, PAGE - page.size()));
    }
    return page;
  }

  private static Gathered one(String id, StateReader state) {
    Optional<OutgoingContent> outgoingContent =
        state.outgoing(id).flatMap(outgoing -> OutgoingContent.read(outgoing, state));
    if (outgoingContent.isEmpty()) {
      return new Gathered(List.of(), List.of(), Optional.of(new CancelResult.Unknown()));
    }
    MessageStatus status = status(outgoingContent.get());
    return status == MessageStatus.QUEUED
        ? gathered(List.of(new QueuedMessage(id, outgoingContent.get().chat())), state)
        : new Gathered(List.of(), List.of(), Optional.of(new CancelResult.TooLate(status)));
  }

  private static MessageStatus status(OutgoingContent outgoingContent) {
    return switch (outgoingContent) {
      case OutgoingContent.ChatMessage(var message) -> message.status();
      case OutgoingContent.Changing changing ->
          changing.waits() ? MessageStatus.QUEUED : MessageStatus.PREPARED;
    };
  }

  private static Gathered gathered(List<QueuedMessage> page, StateReader state) {
    List<Waiting> waiting = page.stream().map(queued -> Waiting.read(queued, state)).toList();
    Set<String> ids = new HashSet<>();
    page.forEach(queued -> ids.add(queued.id()));
    List<String> next = new ArrayList<>();
    page.stream()
        .map(QueuedMessage::chat)
        .distinct()
        .forEach(
            chat ->
                state.queuedIn(chat, page.size() + 1).stream()
                    .filter(id -> !ids.contains(id))
                    .findFirst()
                    .ifPresent(next::add));
    return new Gathered(waiting, next, Optional.empty());
  }

  @Override
  public Outcome decide(Work<Asked> work, Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    for (Waiting waiting : gathered.waiting()) {
      waiting.times().forEach(time -> outcome.change(new Change.Remove(time)));
      outcome.add(
          waiting
              .outgoingContent()
              .map(
                  outgoingContent ->
                      SendProgress.to(
                          outgoingContent, MessageStatus.CANCELLED, Optional.of(CANCELLED), turn))
              .orElseGet(
                  () ->
                      Outcome.builder()
                          .change(new Change.LeaveQueue(waiting.queued().id()))
                          .build()));
    }
    gathered.next().forEach(id -> outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare(id))));
    return outcome.effect(new Effect.Answer(answer(work.input(), gathered))).build();
  }

  private static Object answer(Asked asked, Gathered gathered) {
    return asked.id().isPresent()
        ? gathered.instead().orElseGet(CancelResult.Cancelled::new)
        : new Count(gathered.waiting().size());
  }
}
