package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.proto.LabelEditAction;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.ActionKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What app state says of labels, and of what bears them (PROTOCOL-2026 5). */
sealed interface LabelAction extends AppStateAction {
  /** The kinds of entries that it knows, by the first word of their indexes. */
  Set<String> KINDS = Set.of("label_edit", "label_jid", "label_message");

  /** How far the indexes of associations go before they name a chat or message. */
  int ID = 1;

  /** Empty when it is not about a label, or about a message that is not known. */
  static Optional<AppStateAction> gather(
      List<String> parts,
      ActionKey.Action action,
      SyncActionValue value,
      StateReader state,
      Turn turn) {
    if (parts.size() <= ID || !LabelKey.isId(parts.get(ID))) {
      return Optional.empty();
    }
    String id = parts.get(ID);
    boolean on = action.set() && value.getLabelAssociationAction().getLabeled();
    return switch (parts.getFirst()) {
      case "label_edit" ->
          Optional.of(
              new Edited(
                  id, action.set(), value.getLabelEditAction(), state.read(LabelKey.of(id))));
      case "label_jid" ->
          parts.size() < 3
              ? Optional.empty()
              : Jid.parse(parts.get(2))
                  .map(Jid::account)
                  .map(jid -> onChat(id, on, jid, value.getTimestamp(), state, turn));
      case "label_message" ->
          message(parts, state, turn).map(found -> onMessage(id, on, found, state));
      default -> Optional.empty();
    };
  }

  private static OnChat onChat(
      String label, boolean on, Jid jid, long toldAt, StateReader state, Turn turn) {
    Jid id = ChatAction.id(jid, state, turn);
    Optional<Jid> lid =
        AccountNames.read(jid, turn.identity(), state).lid().filter(one -> !one.equals(id));
    Optional<Chat> stored = ChatAction.stored(id, state);
    return new OnChat(label, on, id, lid, stored, toldAt);
  }

  private static OnMessage onMessage(String label, boolean on, Found found, StateReader state) {
    return new OnMessage(label, on, found, Labels.living(found.additions().labels(), state));
  }

  /** Other clients say of all messages that others wrote them. */
  private static Optional<Found> message(List<String> parts, StateReader state, Turn turn) {
    List<String> about = parts.subList(ID, parts.size());
    return Stream.of(about, byMe(about))
        .flatMap(index -> AppStateAction.message(index, state, turn).stream())
        .findFirst();
  }

  private static List<String> byMe(List<String> parts) {
    List<String> changed = new ArrayList<>(parts);
    if (changed.size() > 3) {
      changed.set(3, "1");
    }
    return changed;
  }

  /** A label that was made, changed or deleted. */
  record Edited(String id, boolean set, LabelEditAction action, Optional<Label> before)
      implements LabelAction {
    @Override
    public Outcome decide(Turn turn) {
      boolean gone = !set || action.getDeleted();
      Label now =
          set && (!gone || !action.getName().isEmpty())
              ? LabelKey.label(id, action)
              : before.orElseGet(() -> LabelKey.label(id, action));
      if (gone) {
        Outcome.Builder outcome =
            Outcome.builder()
                .change(new Change.Remove(LabelKey.of(id)))
                .change(new Change.Put<>(LabelKey.deleted(id), now));
        return before.isEmpty() ? outcome.build() : outcome.change(told(now, true, turn)).build();
      }
      if (before.equals(Optional.of(now))) {
        return Outcome.nothing();
      }
      return Outcome.builder()
          .change(new Change.Put<>(LabelKey.of(id), now))
          .change(new Change.Remove(LabelKey.deleted(id)))
          .change(told(now, false, turn))
          .build();
    }

    private static Change told(Label label, boolean deleted, Turn turn) {
      return new Change.Append(
          turn.newId(), turn.now(), new AccountEvent.LabelUpdated(label, deleted));
    }
  }

  /**
   * A label that was put on a chat, or taken off.
   *
   * @param toldAt in milliseconds
   */
  record OnChat(
      String label, boolean on, Jid id, Optional<Jid> lid, Optional<Chat> stored, long toldAt)
      implements LabelAction {
    @Override
    public Outcome decide(Turn turn) {
      Instant at =
          toldAt > 0 && toldAt < turn.now().toEpochMilli()
              ? Instant.ofEpochMilli(toldAt)
              : turn.now();
      Chat before =
          stored.orElseGet(
              () -> new Chat(id, lid, Optional.empty(), at.truncatedTo(ChronoUnit.SECONDS), 0));
      Chat next = before.with(before.settings().withLabel(label, on));
      if (next.equals(before)) {
        return Outcome.nothing();
      }
      return Outcome.builder()
          .change(new Change.PutChat(next))
          .change(new Change.Append(turn.newId(), turn.now(), new AccountEvent.ChatUpdated(next)))
          .build();
    }
  }

  /**
   * A label that was put on a message, or taken off.
   *
   * @param living the message's labels that were not deleted
   */
  record OnMessage(String label, boolean on, Found found, Set<String> living)
      implements LabelAction {
    private static final int MOST = 100;

    @Override
    public Outcome decide(Turn turn) {
      Set<String> next = new HashSet<>(living);
      boolean changed = on ? next.size() < MOST && next.add(label) : next.remove(label);
      if (!changed) {
        return Outcome.nothing();
      }
      return Outcome.builder()
          .change(
              new Change.Put<>(
                  new AdditionsKey(found.message().id()), found.additions().withLabels(next)))
          .change(
              new Change.Append(
                  turn.newId(), turn.now(), new MessageEvent.Labelled(found.message(), next)))
          .build();
    }
  }
}
