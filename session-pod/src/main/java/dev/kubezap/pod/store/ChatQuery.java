package dev.kubezap.pod.store;

import dev.kubezap.whatsapp.model.Chat;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which chats are wanted; what is empty does not restrict.
 *
 * @param unread whether something in it was not read, or it is marked so
 * @param archived whether it was put away
 * @param pinned whether it is at the top of the list
 * @param before its newest message is older than this
 * @param after its newest message is newer than this
 * @param text a part of its name or number, however it is written
 * @param label the id of a label that it bears
 */
public record ChatQuery(
    Optional<Kind> kind,
    Optional<Boolean> unread,
    Optional<Boolean> archived,
    Optional<Boolean> pinned,
    Optional<Instant> before,
    Optional<Instant> after,
    Optional<String> text,
    Optional<String> label) {

  /** Every chat. */
  public static final ChatQuery ALL = new ChatQuery(Optional.empty(), Optional.empty());

  /** However they are kept. */
  public ChatQuery(Optional<Kind> kind, Optional<Boolean> unread) {
    this(
        kind,
        unread,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether a chat has the text, which the database cannot tell: names are encrypted there. */
  boolean hasText(Chat chat) {
    return text.map(part -> part.toLowerCase(Locale.ROOT))
        .filter(
            part ->
                !chat.name().orElse("").toLowerCase(Locale.ROOT).contains(part)
                    && !chat.id().user().contains(part.replaceFirst("^[+]", "")))
        .isEmpty();
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
