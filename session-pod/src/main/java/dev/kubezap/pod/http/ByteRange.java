package dev.kubezap.pod.http;

import java.util.Optional;

/** Which bytes of something stored a caller wants (RFC 9110, section 14), one range at a time. */
sealed interface ByteRange {
  /** All of it: nothing else was asked for, or in a way that need not be understood. */
  record Whole() implements ByteRange {}

  /**
   * A part.
   *
   * @param first from 0
   * @param last included
   */
  record Part(long first, long last) implements ByteRange {
    long length() {
      return last - first + 1;
    }
  }

  /** Only bytes that are not there. */
  record Unsatisfiable() implements ByteRange {}

  /**
   * Reads what is asked for.
   *
   * @param range the header {@code Range}
   * @param ifRange the header {@code If-Range}: a part is wanted only of this version
   * @param version of what is stored, with its quotes
   * @param size in bytes
   */
  static ByteRange of(Optional<String> range, Optional<String> ifRange, String version, long size) {
    String text = range.orElse("");
    if (!text.startsWith("bytes=")
        || ifRange.filter(wanted -> !wanted.equals(version)).isPresent()) {
      return new Whole();
    }
    String spec = text.substring("bytes=".length()).strip();
    int dash = spec.indexOf('-');
    if (dash < 0 || spec.indexOf(',') >= 0) {
      return new Whole();
    }
    Optional<Long> from = number(spec.substring(0, dash));
    Optional<Long> to = number(spec.substring(dash + 1));
    if (dash == 0) {
      return to.isEmpty() || spec.length() == 1 ? new Whole() : suffix(to.get(), size);
    }
    boolean open = dash == spec.length() - 1;
    if (from.isEmpty() || (!open && to.isEmpty())) {
      return new Whole();
    }
    long last = open ? size - 1 : Math.min(to.get(), size - 1);
    if (!open && to.get() < from.get()) {
      return new Whole();
    }
    return from.get() < size ? new Part(from.get(), last) : new Unsatisfiable();
  }

  private static ByteRange suffix(long length, long size) {
    return length == 0 || size == 0
        ? new Unsatisfiable()
        : new Part(Math.max(0, size - length), size - 1);
  }

  /** Up to 18 digits, which every number of bytes has. */
  private static Optional<Long> number(String digits) {
    return !digits.isEmpty()
            && digits.length() <= 18
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.parseLong(digits))
        : Optional.empty();
  }
}
