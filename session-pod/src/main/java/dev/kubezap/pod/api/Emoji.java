package dev.kubezap.pod.api;

import dev.kubezap.pod.json.Fields;
import java.util.Optional;
import java.util.regex.Pattern;

/** The field {@code emoji} of a request. */
final class Emoji {
  /** As long as one with all its modifiers, in UTF-16 units. */
  private static final int LONGEST = 64;

  private static final Pattern ONE_CHARACTER = Pattern.compile("\\X");
  private static final int VARIATION = 0xFE0F;
  private static final int KEYCAP = 0x20E3;

  private Emoji() {}

  /** The emoji; noted as wrong when it is none, or more than one. */
  static Optional<String> read(Fields fields) {
    Optional<String> text = fields.requiredText("emoji", LONGEST);
    if (text.isPresent() && !isOne(text.get())) {
      fields.wrong("emoji", "must be one emoji");
      return Optional.empty();
    }
    return text;
  }

  /** One character as its reader sees it, that is shown as an emoji. */
  static boolean isOne(String text) {
    boolean pictures =
        text.codePoints()
            .anyMatch(
                c ->
                    Character.isExtendedPictographic(c)
                        || Character.isEmojiPresentation(c)
                        || c == KEYCAP);
    boolean nothingElse =
        text.codePoints()
            .allMatch(
                c ->
                    Character.isEmoji(c)
                        || Character.isEmojiComponent(c)
                        || Character.isExtendedPictographic(c)
                        || c == VARIATION);
    return pictures && nothingElse && ONE_CHARACTER.matcher(text).matches();
  }
}
