package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.proto.LabelEditAction;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.IndexJson;
import dev.kubezap.whatsapp.syncd.WantedKey;
import dev.kubezap.whatsapp.syncd.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes, changes or deletes a label. It counts here at once, and reaches the phone as soon as there
 * is a connection.
 */
public final class ChangeLabel implements Step<ChangeLabel.Of, ChangeLabel.Gathered> {
  private static final int VERSION = 3;

  /** The input: what is changed. */
  public record Of(Wish wish) implements ServiceRequest<Label> {}

  /** One change. */
  public sealed interface Wish {

    /** A new label. */
    record Make(String name, int color) implements Wish {
      /** Hides the name. */
      @Override
      public String toString() {
        return "Make";
      }
    }

    /** What is not given stays as it is. */
    record Edit(String id, Optional<String> name, Optional<Integer> color) implements Wish {
      /** Hides the name. */
      @Override
      public String toString() {
        return "Edit[" + id + "]";
      }
    }

    /** No such label any more; it leaves whatever bears it. */
    record Delete(String id) implements Wish {}
  }

  /**
   * The labels there are.
   *
   * @param deleted the ids of those that were
   */
  public record Gathered(List<Label> labels, List<String> deleted) {
    private Optional<Label> named(String id) {
      return labels.stream().filter(label -> label.id().equals(id)).findFirst();
    }

    /** The number behind all that were ever given. */
    private String nextId() {
      long highest =
          Stream.concat(labels.stream().map(Label::id), deleted.stream())
              .filter(id -> id.matches("[0-9]{1,9}"))
              .mapToLong(Long::parseLong)
              .max()
              .orElse(0);
      return Long.toString(highest + 1);
    }

    private boolean isTaken(String name, Optional<Label> by) {
      String wanted = name.toLowerCase(Locale.ROOT);
      return labels.stream()
          .filter(label -> !Optional.of(label).equals(by))
          .anyMatch(label -> label.name().toLowerCase(Locale.ROOT).equals(wanted));
    }
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    return new Gathered(Labels.all(state), state.recordNames(LabelKey.DELETED, "", Labels.MOST));
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    if (turn.identity().isEmpty()) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<Label>());
    }
    return switch (work.input().wish()) {
      case Wish.Make(String name, int color) ->
          gathered.isTaken(name, Optional.empty())
              ? taken()
              : written(
                  gathered.nextId(),
                  LabelEditAction.newBuilder().setName(name).setColor(color).setDeleted(false),
                  Optional.empty(),
                  turn);
      case Wish.Edit(String id, Optional<String> name, Optional<Integer> color) -> {
        Optional<Label> before = gathered.named(id);
        if (before.isEmpty() || before.get().fixed()) {
          yield unchangeable(before);
        }
        if (name.filter(one -> gathered.isTaken(one, before)).isPresent()) {
          yield taken();
        }
        LabelEditAction.Builder action = LabelKey.action(before.get()).toBuilder();
        name.ifPresent(action::setName);
        color.ifPresent(action::setColor);
        yield written(id, action, before, turn);
      }
      case Wish.Delete(String id) -> {
        Optional<Label> before = gathered.named(id);
        yield before.isEmpty() || before.get().fixed()
            ? unchangeable(before)
            : written(id, LabelKey.action(before.get()).toBuilder().setDeleted(true), before, turn);
      }
    };
  }

  private static Outcome taken() {
    return ServiceStep.answer(
        new ServiceAnswer.Impossible<Label>(
            "label-exists", "Another label has this name: choose another, or change that one."));
  }

  private static Outcome unchangeable(Optional<Label> label) {
    return ServiceStep.answer(
        label.isEmpty()
            ? new ServiceAnswer.Impossible<Label>(
                "label-not-found", "There is no label with this id: GET /api/v1/labels lists them.")
            : new ServiceAnswer.Impossible<Label>(
                "label-fixed", "WhatsApp lets nobody change or delete this label."));
  }

  private static Outcome written(
      String id, LabelEditAction.Builder action, Optional<Label> before, Turn turn) {
    LabelEditAction whole = action.build();
    SyncActionValue value =
        SyncActionValue.newBuilder()
            .setTimestamp(turn.now().toEpochMilli())
            .setLabelEditAction(whole)
            .build();
    WantedKey.Wanted wanted =
        new WantedKey.Wanted(
            Collection.REGULAR,
            new Writer.Entry(true, IndexJson.of("label_edit", id), value.toByteString(), VERSION));
    return Outcome.builder()
        .change(new Change.Put<>(new WantedKey(turn.newId()), wanted))
        .add(new LabelAction.Edited(id, true, whole, before).decide(turn))
        .effect(new Effect.Enqueue(new FetchNext()))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(LabelKey.label(id, whole))))
        .build();
  }
}
