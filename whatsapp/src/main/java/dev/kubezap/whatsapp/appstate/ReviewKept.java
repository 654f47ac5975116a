package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredReview;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoredStateException;
import dev.kubezap.whatsapp.syncd.ActionKey;
import dev.kubezap.whatsapp.syncd.ApplyNext;
import dev.kubezap.whatsapp.syncd.IndexJson;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier version did not know of app state is done by the first that does, once, a page at
 * a time.
 */
public final class ReviewKept implements Step<ReviewKept.From, Optional<ReviewKept.Page>> {
  private static final int PAGE = 100;

  /** Counts up when a version knows more kinds of entries, which {@link #isKnown} names then. */
  private static final int KINDS = 1;

  /**
   * The input.
   *
   * @param after only what comes behind that name
   */
  public record From(String after) {
    /** The first page. */
    public static From theFirst() {
      return new From("");
    }
  }

  /** A page of what was kept: what this version knows of it, by names in their order. */
  public record Page(List<String> names, List<ActionKey.Action> known) {
    public Page {
      names = List.copyOf(names);
      known = List.copyOf(known);
    }
  }

  /** Until which kinds all was looked at. */
  record Reviewed() implements RecordKey<Integer> {
    @Override
    public String kind() {
      return RecordKind.APP_STATE_REVIEWED.text();
    }

    @Override
    public String name() {
      return "all";
    }

    @Override
    public ByteString encode(Integer kinds) {
      return StoredReview.newBuilder().setKinds(kinds).build().toByteString();
    }

    @Override
    public Integer decode(ByteString encoded) {
      try {
        return StoredReview.parseFrom(encoded).getKinds();
      } catch (InvalidProtocolBufferException e) {
        throw new StoredStateException("what was looked at again is damaged", e);
      }
    }
  }

  private static boolean isKnown(ActionKey.Action action) {
    return IndexJson.read(action.index())
        .filter(index -> !index.isEmpty() && LabelAction.KINDS.contains(index.getFirst()))
        .isPresent();
  }

  @Override
  public Optional<Page> gather(Work<From> work, StateReader state, Turn turn) {
    if (state.read(new Reviewed()).filter(kinds -> kinds >= KINDS).isPresent()) {
      return Optional.empty();
    }
    List<String> names = state.recordNames(ActionKey.KEPT, work.input().after(), PAGE);
    return Optional.of(
        new Page(
            names,
            names.stream()
                .flatMap(name -> state.read(new ActionKey(ActionKey.KEPT, name)).stream())
                .filter(ReviewKept::isKnown)
                .toList()));
  }

  @Override
  public Outcome decide(Work<From> work, Optional<Page> page, Turn turn) {
    if (page.isEmpty()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    String id = turn.newId();
    int number = 0;
    for (ActionKey.Action action : page.get().known()) {
      outcome
          .change(new Change.Remove(ActionKey.kept(action)))
          .change(new Change.Put<>(ActionKey.due("%s-%06d".formatted(id, number++)), action));
    }
    if (number > 0) {
      outcome.effect(new Effect.Enqueue(ApplyNext.theFirst()));
    }
    return page.get().names().size() == PAGE
        ? outcome.effect(new Effect.Enqueue(new From(page.get().names().getLast()))).build()
        : outcome.change(new Change.Put<>(new Reviewed(), KINDS)).build();
  }
}
