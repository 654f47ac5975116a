package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What sending a message takes of what the session's pace allows.
 *
 * @param even as {@link SendPaceKey} has it; empty when the pace is not limited
 * @param newChat the chat, when it is new and new ones are limited
 * @param firsts when first messages were sent that count
 */
record SendAllowance(Optional<Instant> even, Optional<Jid> newChat, List<Instant> firsts) {
  /** When nothing is limited. */
  static final SendAllowance NOTHING =
      new SendAllowance(Optional.empty(), Optional.empty(), List.of());

  SendAllowance {
    firsts = List.copyOf(firsts);
  }

  static SendAllowance read(Jid chat, StateReader state, Turn turn) {
    Behaviour.Pace pace = turn.behaviour().pace();
    Optional<Instant> even =
        pace.isLimited()
            ? Optional.of(state.read(new SendPaceKey()).orElse(Instant.EPOCH))
            : Optional.empty();
    boolean isNew = pace.limitsNewChats() && state.read(new NewChatKey(chat)).isPresent();
    return new SendAllowance(
        even,
        isNew ? Optional.of(chat) : Optional.empty(),
        isNew
            ? FirstMessagesKey.counting(
                state.read(new FirstMessagesKey()).orElse(List.of()), turn.now())
            : List.of());
  }

  /** Until when the session's pace holds it back. */
  Optional<Instant> paced(Turn turn) {
    return even.map(at -> SendPaceKey.next(at, turn.behaviour().pace()))
        .filter(next -> next.isAfter(turn.now()));
  }

  /** Until when it is held back since it begins a chat. */
  Optional<Instant> held(Turn turn) {
    return newChat
        .map(
            _ ->
                FirstMessagesKey.next(firsts, turn.behaviour().pace().newChatsPerDay(), turn.now()))
        .filter(next -> next.isAfter(turn.now()));
  }

  /** What is stored with the message. */
  List<Change> changes(Turn turn) {
    List<Change> changes = new ArrayList<>();
    even.ifPresent(
        at -> {
          // 0 to 1, in steps of a 256th.
          double chance = (turn.random().next(1)[0] & 0xFF) / 255.0;
          changes.add(
              new Change.Put<>(
                  new SendPaceKey(),
                  SendPaceKey.after(at, turn.behaviour().pace(), chance, turn.now())));
        });
    newChat.ifPresent(
        chat -> {
          List<Instant> more = new ArrayList<>(firsts);
          more.add(turn.now());
          changes.add(new Change.Remove(new NewChatKey(chat)));
          changes.add(new Change.Put<>(new FirstMessagesKey(), List.copyOf(more)));
        });
    return changes;
  }
}
