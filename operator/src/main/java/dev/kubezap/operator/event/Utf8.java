package dev.kubezap.operator.event;

import java.nio.charset.StandardCharsets;

/** Texts whose length counts in bytes of UTF-8. */
final class Utf8 {

  private static final int CONTINUATION_MASK = 0xC0;
  private static final int CONTINUATION = 0x80;

  private Utf8() {}

  /** The text, or the longest beginning of whole characters that takes at most so many bytes. */
  static String cut(String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= most) {
      return text;
    }
    int end = most;
    while (end > 0 && (bytes[end] & CONTINUATION_MASK) == CONTINUATION) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
