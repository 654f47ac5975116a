package dev.kubezap.pod.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which chats are wanted; what is empty does not restrict.
 *
 * @param unread whether something in it was not read, or it is marked so
 * @param archived whether it was put away
 * @param pinned whether it is at the top of the list
 */
public record ChatQuery(
    Optional<Kind> kind,
    Optional<Boolean> unread,
    Optional<Boolean> archived,
    Optional<Boolean> pinned) {

  /** Every chat. */
  public static final ChatQuery ALL = new ChatQuery(Optional.empty(), Optional.empty());

  /** However they are kept. */
  public ChatQuery(Optional<Kind> kind, Optional<Boolean> unread) {
    this(kind, unread, Optional.empty(), Optional.empty());
  }

  /** What a chat is with. */
  public enum Kind {
    /** One account. */
    DIRECT(Optional.empty()),
    /** A group. */
    GROUP(Optional.of("%@g.us")),
    /** The stories of all contacts. */
    STATUS(Optional.of("status@broadcast")),
    /** A channel. */
    CHANNEL(Optional.of("%@newsletter"));

    /** Of ids of chats that are with more than one account. */
    static final String[] PATTERNS =
        Arrays.stream(values()).flatMap(kind -> kind.pattern.stream()).toArray(String[]::new);

    private final Optional<String> pattern;

    Kind(Optional<String> pattern) {
      this.pattern = pattern;
    }

    /** What its id is like; empty for all that is like no other kind's. */
    Optional<String> pattern() {
      return pattern;
    }
  }
}
