package dev.kubezap.whatsapp.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How this account keeps a chat, on all of its devices.
 *
 * @param archived whether it was put away
 * @param pinnedAt when it was put at the top of the list, if it was
 * @param mutedUntil until when it makes no noise; {@link #FOREVER} when no end is meant
 * @param markedUnread whether it was marked as unread by hand
 * @param clearedAt what came until then is not shown any more, except what is starred
 * @param deleted whether the chat itself is not shown until something comes after {@code clearedAt}
 * @param labels ids of the labels that were put on it; one of them may be deleted meanwhile
 * @param timer after what time messages of a direct chat disappear; empty when nobody has said so
 */
public record ChatSettings(
    boolean archived,
    Optional<Instant> pinnedAt,
    Optional<Instant> mutedUntil,
    boolean markedUnread,
    Optional<Instant> clearedAt,
    boolean deleted,
    Set<String> labels,
    Optional<Timer> timer) {
  /**
   * What one side of a direct chat has set for both.
   *
   * @param after zero when messages stay
   * @param setAt when it was set; the newest counts
   */
  public record Timer(Duration after, Instant setAt) {}

  /** More labels than phones let one make. */
  private static final int MOST_LABELS = 100;

  /** A chat as it begins. */
  public static final ChatSettings NONE =
      new ChatSettings(
          false,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          false,
          Set.of(),
          Optional.empty());

  /** The end of what has none. */
  public static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

  public ChatSettings {
    labels = Set.copyOf(labels);
  }

  /** Put away, or not any more. */
  public ChatSettings withArchived(boolean next) {
    return new ChatSettings(
        next, pinnedAt, mutedUntil, markedUnread, clearedAt, deleted, labels, timer);
  }

  /** At the top, or not any more. */
  public ChatSettings withPinnedAt(Optional<Instant> next) {
    return new ChatSettings(
        archived, next, mutedUntil, markedUnread, clearedAt, deleted, labels, timer);
  }

  /** Silent, or not any more. */
  public ChatSettings withMutedUntil(Optional<Instant> next) {
    return new ChatSettings(
        archived, pinnedAt, next, markedUnread, clearedAt, deleted, labels, timer);
  }

  /** Marked as unread, or not any more. */
  public ChatSettings withMarkedUnread(boolean next) {
    return new ChatSettings(
        archived, pinnedAt, mutedUntil, next, clearedAt, deleted, labels, timer);
  }

  /**
   * Without what came until then.
   *
   * @param chatToo whether the chat is not shown either
   */
  public ChatSettings clearedAt(Instant until, boolean chatToo) {
    Instant later = clearedAt.filter(before -> before.isAfter(until)).orElse(until);
    return new ChatSettings(
        archived,
        pinnedAt,
        mutedUntil,
        markedUnread,
        Optional.of(later),
        deleted || chatToo,
        labels,
        timer);
  }

  /** With these labels, and no others. */
  public ChatSettings withLabels(Set<String> next) {
    return new ChatSettings(
        archived, pinnedAt, mutedUntil, markedUnread, clearedAt, deleted, next, timer);
  }

  /** With a label, unless it has very many, or without it. */
  public ChatSettings withLabel(String id, boolean on) {
    if (on && labels.size() >= MOST_LABELS) {
      return this;
    }
    Set<String> next = new HashSet<>(labels);
    boolean changed = on ? next.add(id) : next.remove(id);
    return changed ? withLabels(next) : this;
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /** These with those of another chat that turned out to be the same. */
  public ChatSettings or(ChatSettings other) {
    return new ChatSettings(
        archived || other.archived,
        pinnedAt.or(other::pinnedAt),
        mutedUntil.or(other::mutedUntil),
        markedUnread || other.markedUnread,
        clearedAt
            .filter(mine -> other.clearedAt.filter(mine::isBefore).isEmpty())
            .or(other::clearedAt),
        deleted && other.deleted,
        both(labels, other.labels),
        Stream.of(timer, other.timer)
            .flatMap(Optional::stream)
            .max(Comparator.comparing(Timer::setAt)));
  }

  /** With this timer, unless a newer one is known. */
  public ChatSettings withTimer(Timer next) {
    return timer
            .filter(known -> known.equals(next) || known.setAt().isAfter(next.setAt()))
            .isPresent()
        ? this
        : new ChatSettings(
            archived,
            pinnedAt,
            mutedUntil,
            markedUnread,
            clearedAt,
            deleted,
            labels,
            Optional.of(next));
  }

  /** After what time messages disappear; empty when they stay. */
  public Optional<Duration> disappearing() {
    return timer.map(Timer::after).filter(Duration::isPositive);
  }
}
