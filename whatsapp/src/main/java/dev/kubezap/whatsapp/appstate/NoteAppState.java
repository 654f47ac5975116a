package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Something changed in app state: the notification {@code server_sync} names collections, the mark
 * {@code dirty} means all of them. It is noted, and read after the commit.
 *
 * @param <I> the input
 */
public final class NoteAppState<I> implements Step<I, Map<Collection, Progress>> {
  private final Function<I, List<Collection>> named;
  private final Function<I, List<Node>> answers;

  private NoteAppState(Function<I, List<Collection>> named, Function<I, List<Node>> answers) {
    this.named = named;
    this.answers = answers;
  }

  /** The input of a mark: everything may have changed. */
  public record All() {}

  /** Follows the notification. */
  public static NoteAppState<Node> ofNotification() {
    return new NoteAppState<>(
        notification ->
            notification.children("collection").stream()
                .flatMap(one -> one.attribute("name").stream())
                .flatMap(name -> Collection.of(name).stream())
                .distinct()
                .toList(),
        notification -> Acknowledgement.of(notification).stream().toList());
  }

  /** Follows the mark. */
  public static NoteAppState<All> ofMark() {
    return new NoteAppState<>(_ -> List.of(Collection.values()), _ -> List.of());
  }

  @Override
  public Map<Collection, Progress> gather(Work<I> work, StateReader state, Turn turn) {
    Map<Collection, Progress> progress = new EnumMap<>(Collection.class);
    named
        .apply(work.input())
        .forEach(collection -> progress.put(collection, ProgressKey.read(collection, state)));
    return progress;
  }

  @Override
  public Outcome decide(Work<I> work, Map<Collection, Progress> progress, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    progress.forEach(
        (collection, before) ->
            outcome.change(new Change.Put<>(new ProgressKey(collection), before.withDue())));
    answers.apply(work.input()).forEach(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.effect(new Effect.Enqueue(new FetchNext())).build();
  }
}
