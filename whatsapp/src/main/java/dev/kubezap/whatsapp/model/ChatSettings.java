package dev.kubezap.whatsapp.model;

import java.time.Instant;
import java.util.Optional;

/**
 * How this account keeps a chat, on all of its devices.
 *
 * @param archived whether it was put away
 * @param pinnedAt when it was put at the top of the list, if it was
 * @param mutedUntil until when it makes no noise; {@link #FOREVER} when no end is meant
 * @param markedUnread whether it was marked as unread by hand
 * @param clearedAt what came until then is not shown any more, except what is starred
 * @param deleted whether the chat itself is not shown until something comes after {@code clearedAt}
 */
public record ChatSettings(
    boolean archived,
    Optional<Instant> pinnedAt,
    Optional<Instant> mutedUntil,
    boolean markedUnread,
    Optional<Instant> clearedAt,
    boolean deleted) {
  /** A chat as it begins. */
  public static final ChatSettings NONE =
      new ChatSettings(false, Optional.empty(), Optional.empty(), false, Optional.empty(), false);

  /** The end of what has none. */
  public static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

  /** Put away, or not any more. */
  public ChatSettings withArchived(boolean next) {
    return new ChatSettings(next, pinnedAt, mutedUntil, markedUnread, clearedAt, deleted);
  }

  /** At the top, or not any more. */
  public ChatSettings withPinnedAt(Optional<Instant> next) {
    return new ChatSettings(archived, next, mutedUntil, markedUnread, clearedAt, deleted);
  }

  /** Silent, or not any more. */
  public ChatSettings withMutedUntil(Optional<Instant> next) {
    return new ChatSettings(archived, pinnedAt, next, markedUnread, clearedAt, deleted);
  }

  /** Marked as unread, or not any more. */
  public ChatSettings withMarkedUnread(boolean next) {
    return new ChatSettings(archived, pinnedAt, mutedUntil, next, clearedAt, deleted);
  }

  /**
   * Without what came until then.
   *
   * @param chatToo whether the chat is not shown either
   */
  public ChatSettings clearedAt(Instant until, boolean chatToo) {
    Instant later = clearedAt.filter(before -> before.isAfter(until)).orElse(until);
    return new ChatSettings(
        archived, pinnedAt, mutedUntil, markedUnread, Optional.of(later), deleted || chatToo);
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
        deleted && other.deleted);
  }
}
