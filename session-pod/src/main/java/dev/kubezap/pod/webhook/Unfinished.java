package dev.kubezap.pod.webhook;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The deliveries of one webhook that are not finished, in order, and by their chats. */
final class Unfinished {
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private final Map<String, NavigableSet<Long>> chats = new HashMap<>();

  /** One of them. */
  static final class Entry {
    Delivery delivery;
    boolean inFlight;

    /** Whether it has a row. */
    boolean stored;

    Entry(Delivery delivery, boolean stored) {
      this.delivery = delivery;
      this.stored = stored;
    }

    boolean retried() {
      return delivery.attempts() > 0;
    }

    /** What it is in order with; events of no chat are in order with one another. */
    String chat() {
      return delivery.subject().orElse("");
    }
  }

  void add(Entry entry) {
    entries.put(entry.delivery.sequence(), entry);
    chat(entry).add(entry.delivery.sequence());
  }

  void remove(Entry entry) {
    long sequence = entry.delivery.sequence();
    entries.remove(sequence);
    NavigableSet<Long> chat = chat(entry);
    chat.remove(sequence);
    if (chat.isEmpty()) {
      chats.remove(entry.chat());
    }
  }

  boolean contains(long sequence) {
    return entries.containsKey(sequence);
  }

  @Nullable Entry get(long sequence) {
    return entries.get(sequence);
  }

  /** All, in the order of their events. */
  Collection<Entry> all() {
    return entries.values();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  /** Whether nothing of its chat comes before it. */
  boolean isHead(Entry entry) {
    return chat(entry).first() == entry.delivery.sequence();
  }

  /** The first of its chat. */
  Entry head(Entry entry) {
    return Objects.requireNonNull(entries.get(chat(entry).first()));
  }

  private NavigableSet<Long> chat(Entry entry) {
    return chats.computeIfAbsent(entry.chat(), none -> new TreeSet<>());
  }
}
