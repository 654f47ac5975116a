package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.account.LidMigration;
import dev.kubezap.whatsapp.contact.ToldNames;
import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.Contact;
import dev.kubezap.whatsapp.token.StoreToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who a history tells of, and in which chats; with what is stored of them. */
final class HistoryPeople {
  private final List<HistoryItem.Pair> pairs = new ArrayList<>();
  private final List<HistoryItem.Chat> chats = new ArrayList<>();
  private final Map<RecordKey<?>, Object> known = new HashMap<>();
  private final Map<Jid, Chat> stored = new HashMap<>();
  private final List<Contact> contacts = new ArrayList<>();
  private final ToldNames names;
  private final boolean migrated;

  private HistoryPeople(List<HistoryItem> items, StateReader state, Turn turn) {
    List<ToldNames.Told> told = new ArrayList<>();
    boolean moved = false;
    for (HistoryItem item : items) {
      switch (item) {
        case HistoryItem.Pair pair -> pairs.add(pair);
        case HistoryItem.Chat chat -> take(chat, told);
        case HistoryItem.Name(Jid id, Optional<String> pushName, Optional<String> name) ->
            told.add(new ToldNames.Told(id, pushName, name));
        case HistoryItem.Migrated _ -> moved = true;
        case HistoryItem.Message _, HistoryItem.Unreadable _, HistoryItem.TooLong _ -> {}
      }
    }
    migrated = moved;
    names = ToldNames.read(told, state, turn);
    readPairs(state);
    for (HistoryItem.Chat chat : chats) {
      for (Jid name : names(chat)) {
        state.chat(name).ifPresent(found -> stored.put(name, found));
      }
      contacts.add(Contact.read(chat.id(), chat.lid(), state));
    }
  }

  /** Reads what is stored. */
  static HistoryPeople read(List<HistoryItem> items, StateReader state, Turn turn) {
    return new HistoryPeople(items, state, turn);
  }

  private void take(HistoryItem.Chat chat, List<ToldNames.Told> told) {
    chats.add(chat);
    if (chat.id().isUser()) {
      if (chat.name().isPresent()) {
        told.add(new ToldNames.Told(chat.id(), Optional.empty(), chat.name()));
      }
      if (chat.id().isLid()) {
        chat.phone().ifPresent(phone -> pairs.add(new HistoryItem.Pair(phone, chat.id())));
      } else {
        chat.lid().ifPresent(lid -> pairs.add(new HistoryItem.Pair(chat.id(), lid)));
      }
    }
  }

  private void readPairs(StateReader state) {
    Set<RecordKey<?>> keys = new HashSet<>();
    for (HistoryItem.Pair pair : pairs) {
      keys.add(new LidOfPhone(pair.phone()));
      keys.add(new PhoneOfLid(pair.lid()));
    }
    for (HistoryItem.Chat chat : chats) {
      if (chat.id().isLid()) {
        keys.add(new PhoneOfLid(chat.id()));
      } else if (chat.id().isPhoneNumber()) {
        keys.add(new LidOfPhone(chat.id()));
      }
    }
    known.putAll(state.read(keys));
  }

  /** By which names a chat may be stored. */
  private Set<Jid> names(HistoryItem.Chat chat) {
    Set<Jid> all = new HashSet<>(Set.of(chat.id()));
    chat.phone().ifPresent(all::add);
    chat.lid().ifPresent(all::add);
    Optional.ofNullable((Jid) known.get(new PhoneOfLid(chat.id()))).ifPresent(all::add);
    Optional.ofNullable((Jid) known.get(new LidOfPhone(chat.id()))).ifPresent(all::add);
    return all;
  }

  /**
   * Adds what is new to an outcome, and counts it.
   *
   * @param withChats whether chats are stored, too
   */
  HistoryJob.Stored store(Outcome.Builder outcome, boolean withChats, Turn turn) {
    for (HistoryItem.Pair pair : pairs) {
      LearnPairs.learn(pair.phone(), pair.lid(), known, outcome);
    }
    Map<Jid, Chat> made = new HashMap<>();
    for (int i = 0; i < chats.size(); i++) {
      HistoryItem.Chat chat = chats.get(i);
      if (withChats && !turn.behaviour().ignores(chat.id())) {
        chat(chat, made).ifPresent(next -> made.put(next.id(), next));
      }
      if (chat.token().isPresent() && chat.id().isUser()) {
        HistoryItem.Token token = chat.token().get();
        outcome.changes(
            StoreToken.told(contacts.get(i), token.bytes(), token.at(), token.issuedAt()));
      }
    }
    made.values().forEach(chat -> outcome.change(new Change.PutChat(chat)));
    List<Change> named = names.changes(turn);
    outcome.changes(named);
    if (migrated) {
      outcome.effect(new Effect.Enqueue(new LidMigration.Told()));
    }
    return new HistoryJob.Stored(0, 0, made.size(), ToldNames.count(named), 0, 0);
  }

  /** The chat as it is new here. One that is stored stays: what happened to it since is newer. */
  private Optional<Chat> chat(HistoryItem.Chat told, Map<Jid, Chat> made) {
    Jid id =
        told.id().isLid()
            ? Optional.ofNullable((Jid) known.get(new PhoneOfLid(told.id()))).orElse(told.id())
            : told.id();
    if (told.at().isEmpty() || made.containsKey(id)) {
      return Optional.empty();
    }
    for (Jid name : names(told)) {
      if (stored.containsKey(name)) {
        return Optional.empty();
      }
    }
    Optional<Jid> lid =
        id.isPhoneNumber()
            ? Optional.ofNullable((Jid) known.get(new LidOfPhone(id)))
            : Optional.empty();
    Optional<String> name = id.isUser() ? Optional.empty() : told.name();
    return Optional.of(new Chat(id, lid, name, told.at().get(), told.unread()));
  }
}
