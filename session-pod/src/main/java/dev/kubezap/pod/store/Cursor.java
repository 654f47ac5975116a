package dev.kubezap.pod.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page ended: the last item's time and id, opaque to callers.
 *
 * @param at the item's time, as exact as the database keeps it
 * @param id the item's id
 */
record Cursor(Instant at, String id) {
  /** Nothing is stored of later years, and PostgreSQL cannot read how they are written. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** The text that is given to callers. */
  String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #encode} wrote; empty for none.
   *
   * @throws BadCursorException for anything else
   */
  static Optional<Cursor> decode(Optional<String> text) {
    return text.map(
        encoded -> {
          try {
            String plain =
                new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            Instant at = Instant.parse(plain.substring(0, Math.max(space, 0)));
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST)) {
              throw new BadCursorException();
            }
            return new Cursor(at, plain.substring(space + 1));
          } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new BadCursorException();
          }
        });
  }
}
