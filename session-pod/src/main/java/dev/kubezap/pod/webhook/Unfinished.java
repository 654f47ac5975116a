package dev.kubezap.pod.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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

    String chat() {
      return delivery.chat();
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

  int sizeOf(String chat) {
    NavigableSet<Long> deliveries = chats.get(chat);
    return deliveries == null ? 0 : deliveries.size();
  }

  @Nullable Entry get(long sequence) {
    return entries.get(sequence);
  }

  /** All, in the order of their events. */
  Collection<Entry> all() {
    return entries.values();
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
    return entry(chat(entry).first());
  }

  /** When the first of a chat is due that waits for a time, of those that may be begun. */
  Optional<Instant> nextDue(Predicate<Entry> mayBegin) {
    return entries.values().stream()
        .filter(entry -> !entry.inFlight && isHead(entry) && entry.delivery.nextAt().isPresent())
        .filter(mayBegin)
        .flatMap(entry -> entry.delivery.nextAt().stream())
        .min(Instant::compareTo);
  }

  /** What waits for a later time is due now. */
  void makeDue(Instant now) {
    entries.values().forEach(entry -> entry.delivery = entry.delivery.due(now));
  }

  /**
   * What has a row and waits behind the first ones of a chat, of which the very first failed.
   *
   * @param first how many of each chat are not among them
   */
  List<Entry> behindFailures(int first) {
    List<Entry> behind = new ArrayList<>();
    for (NavigableSet<Long> chat : chats.values()) {
      if (chat.size() <= first || !entry(chat.first()).retried()) {
        continue;
      }
      // From the last on, so that nothing is missing between those that stay.
      for (long sequence : chat.descendingSet().stream().limit(chat.size() - first).toList()) {
        Entry entry = entry(sequence);
        if (!entry.stored) {
          break;
        }
        behind.add(entry);
      }
    }
    return behind;
  }

  private Entry entry(long sequence) {
    return Objects.requireNonNull(entries.get(sequence));
  }

  /** Whether any chat has a first one that failed, or one that was never tried to its end. */
  boolean hasHead(boolean retried) {
    return entries.values().stream().anyMatch(entry -> isHead(entry, retried));
  }

  /**
   * The first of a chat that has waited longest, of those that failed or of the others.
   *
   * @return empty also while one of them is under way
   */
  Optional<Entry> probe(boolean retried) {
    Entry earliest = null;
    for (Entry entry : entries.values()) {
      if (!isHead(entry, retried)) {
        continue;
      }
      if (entry.inFlight) {
        return Optional.empty();
      }
      if (earliest == null || next(entry).isBefore(next(earliest))) {
        earliest = entry;
      }
    }
    return Optional.ofNullable(earliest);
  }

  private boolean isHead(Entry entry, boolean retried) {
    return entry.retried() == retried && isHead(entry);
  }

  private static Instant next(Entry entry) {
    return entry.delivery.nextAt().orElse(Instant.EPOCH);
  }

  private NavigableSet<Long> chat(Entry entry) {
    return chats.computeIfAbsent(entry.chat(), none -> new TreeSet<>());
  }
}
