package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.message.PlaceholderResend;
import dev.kubezap.whatsapp.message.Unhandled;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages of a history, with what is stored of them. */
final class HistoryMessages {
  private final List<HistoryMessage> messages = new ArrayList<>();
  private final List<HistoryItem.Unreadable> unreadable = new ArrayList<>();
  private final Map<StanzaName, StoredMessage> stored;
  private final Map<Jid, Chat> chats = new HashMap<>();
  private long leftOut;
  private long lost;

  private HistoryMessages(List<HistoryItem> items, StateReader state, Turn turn) {
    List<HistoryItem.Message> told = new ArrayList<>();
    for (HistoryItem item : items) {
      switch (item) {
        case HistoryItem.Message message -> told.add(message);
        case HistoryItem.Unreadable bytes -> unreadable.add(bytes);
        case HistoryItem.TooLong _ -> lost++;
        default -> {
          // Told by the first reading.
        }
      }
    }
    HistoryNames names = HistoryNames.read(told, state, turn);
    for (HistoryItem.Message message : told) {
      HistoryMessage.of(message, names).ifPresentOrElse(messages::add, () -> leftOut++);
    }
    stored =
        messages.isEmpty()
            ? Map.of()
            : state.messagesByStanza(messages.stream().flatMap(m -> m.names().stream()).toList());
    for (HistoryMessage message : messages) {
      if (!chats.containsKey(message.chat())) {
        state.chat(message.chat()).ifPresent(chat -> chats.put(message.chat(), chat));
      }
    }
  }

  /** Reads what is stored. */
  static HistoryMessages read(List<HistoryItem> items, StateReader state, Turn turn) {
    return new HistoryMessages(items, state, turn);
  }

  /** Adds what is new to an outcome, and counts it. */
  HistoryJob.Stored store(Outcome.Builder outcome, Turn turn) {
    Map<Jid, Chat> changed = new LinkedHashMap<>();
    Set<StanzaName> taken = new HashSet<>();
    long known = 0;
    long added = 0;
    for (HistoryMessage message : messages) {
      Optional<StoredMessage> before = before(message);
      if (turn.behaviour().ignores(message.chat())) {
        leftOut++;
      } else if (before.isPresent()) {
        known++;
        if (before.get().status() == MessageStatus.UNDECRYPTED) {
          outcome.effect(
              new Effect.Enqueue(new PlaceholderResend.Told(message.key(), message.content())));
        }
      } else if (taken.add(message.names().getFirst())) {
        added++;
        add(message, changed, outcome, turn);
      }
    }
    changed.values().forEach(chat -> outcome.change(new Change.PutChat(chat)));
    for (HistoryItem.Unreadable bytes : unreadable) {
      outcome.add(Unhandled.ofHistory(bytes.chat(), bytes.bytes(), turn));
    }
    return new HistoryJob.Stored(added, known, 0, 0, leftOut, unreadable.size() + lost);
  }

  private Optional<StoredMessage> before(HistoryMessage message) {
    return message.names().stream()
        .flatMap(name -> Optional.ofNullable(stored.get(name)).stream())
        .findFirst();
  }

  private void add(
      HistoryMessage told, Map<Jid, Chat> changed, Outcome.Builder outcome, Turn turn) {
    Optional<Chat> chat =
        Optional.ofNullable(changed.get(told.chat()))
            .or(() -> Optional.ofNullable(chats.get(told.chat())));
    StoredMessage message = told.stored(chat.map(Chat::unread).orElse(0), turn);
    outcome.change(new Change.PutMessage(message));
    List<MessageAdditions.Reaction> reactions = told.reactions();
    if (!reactions.isEmpty()) {
      outcome.change(
          new Change.Put<>(
              new AdditionsKey(message.id()), MessageAdditions.NONE.withReactions(reactions)));
    }
    Chat next = with(chat, message);
    if (!chat.equals(Optional.of(next))) {
      changed.put(next.id(), next);
    }
  }

  /** The chat with a message that is no news: nothing more in it is unread. */
  private static Chat with(Optional<Chat> known, StoredMessage message) {
    Optional<String> name =
        message.fromMe() || !message.chat().isUser() ? Optional.empty() : message.pushName();
    return new Chat(
        message.chat(),
        known.flatMap(Chat::lid).or(message::chatLid),
        known.flatMap(Chat::name).or(() -> name),
        known
            .map(Chat::lastMessageAt)
            .filter(at -> at.isAfter(message.timestamp()))
            .orElse(message.timestamp()),
        known.map(Chat::unread).orElse(0));
  }
}
