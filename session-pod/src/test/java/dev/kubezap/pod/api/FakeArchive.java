package dev.kubezap.pod.api;

import dev.kubezap.pod.store.ChatQuery;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.MessageTimes;
import dev.kubezap.pod.store.QuarantineQueries.Quarantined;
import dev.kubezap.pod.store.QueueQueries.Queued;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Messages in memory. */
final class FakeArchive implements Archive, Quarantine {
  final List<Quarantined> quarantine = new CopyOnWriteArrayList<>();
  final List<StoredMessage> messages = new CopyOnWriteArrayList<>();
  final Map<String, MessageAdditions> additions = new ConcurrentHashMap<>();
  final Map<String, MessageReceipts> receipts = new ConcurrentHashMap<>();
  final Map<String, MessageTimes> times = new ConcurrentHashMap<>();
  final List<Chat> chats = new CopyOnWriteArrayList<>();
  volatile Optional<MessageQuery> asked = Optional.empty();
  final Map<Jid, Group> groups = new ConcurrentHashMap<>();
  final List<Queued> queue = new CopyOnWriteArrayList<>();
  volatile Optional<ChatQuery> askedChats = Optional.empty();
  volatile Optional<PageRequest> page = Optional.empty();

  @Override
  public Optional<StoredMessage> message(String id) {
    return messages.stream().filter(message -> message.id().equals(id)).findFirst();
  }

  @Override
  public Slice<StoredMessage> messages(MessageQuery query, PageRequest wanted) {
    asked = Optional.of(query);
    page = Optional.of(wanted);
    List<StoredMessage> found =
        messages.stream()
            .filter(m -> query.chat().isEmpty() || query.chat().get().equals(m.chat()))
            .filter(m -> query.fromMe().isEmpty() || query.fromMe().get() == m.fromMe())
            .toList();
    return found.size() <= wanted.limit()
        ? new Slice<>(found, Optional.empty())
        : new Slice<>(found.subList(0, wanted.limit()), Optional.of("next"));
  }

  @Override
  public MessageTimes times(String id) {
    return times.getOrDefault(id, MessageTimes.NONE);
  }

  @Override
  public MessageReceipts receipts(String id) {
    return receipts.getOrDefault(id, MessageReceipts.NONE);
  }

  @Override
  public Map<String, MessageAdditions> additions(Collection<String> ids) {
    Map<String, MessageAdditions> found = new HashMap<>(additions);
    found.keySet().retainAll(ids);
    return found;
  }

  @Override
  public Slice<Quarantined> quarantined(PageRequest wanted) {
    return new Slice<>(quarantine, Optional.empty());
  }

  @Override
  public Optional<Quarantined> quarantined(String id) {
    return quarantine.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  @Override
  public long count(MessageQuery query) {
    return messages.size();
  }

  @Override
  public Slice<Chat> chats(ChatQuery query, PageRequest wanted) {
    askedChats = Optional.of(query);
    page = Optional.of(wanted);
    return new Slice<>(chats, Optional.empty());
  }

  @Override
  public long count(ChatQuery query) {
    return chats.size();
  }

  @Override
  public Optional<StoredMessage> oldest(Jid chat) {
    return messages.stream().filter(message -> message.chat().equals(chat)).findFirst();
  }

  @Override
  public Map<Jid, StoredMessage> lastMessages(Collection<Jid> wanted) {
    Map<Jid, StoredMessage> found = new HashMap<>();
    messages.stream()
        .filter(message -> wanted.contains(message.chat()))
        .forEach(message -> found.put(message.chat(), message));
    return found;
  }

  @Override
  public Map<Jid, Group> groups(Collection<Jid> ids) {
    Map<Jid, Group> found = new HashMap<>(groups);
    found.keySet().retainAll(ids);
    return found;
  }

  @Override
  public Slice<Queued> queue(PageRequest wanted) {
    return new Slice<>(queue, Optional.empty());
  }

  @Override
  public Map<Jid, Instant> lastMessageTimes(Collection<Jid> ids) {
    return chats.stream()
        .filter(chat -> ids.contains(chat.id()))
        .collect(Collectors.toMap(Chat::id, Chat::lastMessageAt));
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    return chats.stream()
        .filter(chat -> chat.id().equals(id) || chat.lid().filter(id::equals).isPresent())
        .findFirst();
  }
}
