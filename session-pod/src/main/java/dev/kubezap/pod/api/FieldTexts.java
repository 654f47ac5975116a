package dev.kubezap.pod.api;

import dev.kubezap.pod.json.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads how chats are called and set, and what they say of themselves. */
final class FieldTexts {
  private static final int LONGEST = 8192;
  private static final Duration LONGEST_EPHEMERAL = Duration.ofDays(366);

  private FieldTexts() {}

  /** A text that shows something; empty when it is absent, or noted as wrong. */
  static Optional<String> title(Fields fields, String name, int characters) {
    return limited(fields, name, characters)
        .filter(
            text -> {
              if (text.isBlank()) {
                fields.wrong(name, "must not be blank");
              }
              return !text.isBlank();
            });
  }

  /** The description; an empty one takes it away. */
  static Optional<String> description(Fields fields, int characters) {
    return fields.isEmptyText("description")
        ? Optional.of("")
        : limited(fields, "description", characters);
  }

  /**
   * After what time messages disappear, zero for never; empty when it is absent, or noted as wrong.
   */
  static Optional<Duration> ephemeral(Fields fields) {
    return fields
        .text("ephemeral", 64)
        .flatMap(
            text -> {
              try {
                Duration after = Duration.parse(text);
                if (!after.isNegative() && after.compareTo(LONGEST_EPHEMERAL) <= 0) {
                  return Optional.of(after.truncatedTo(ChronoUnit.SECONDS));
                }
              } catch (DateTimeException e) {
                // Said below.
              }
              fields.wrong(
                  "ephemeral",
                  "must be a duration such as P7D, at most "
                      + LONGEST_EPHEMERAL
                      + ", or PT0S for never");
              return Optional.empty();
            });
  }

  /** By characters, as people count them, and not by UTF-16 units. */
  private static Optional<String> limited(Fields fields, String name, int characters) {
    return fields
        .text(name, LONGEST)
        .filter(
            text -> {
              boolean fits = text.codePointCount(0, text.length()) <= characters;
              if (!fits) {
                fields.wrong(name, "must not be longer than " + characters + " characters");
              }
              return fits;
            });
  }
}
