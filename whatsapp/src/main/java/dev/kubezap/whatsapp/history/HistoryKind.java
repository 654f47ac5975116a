package dev.kubezap.whatsapp.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a history is for; the numbers are those of its notification (PROTOCOL 14). */
enum HistoryKind {
  INITIAL_BOOTSTRAP(0),
  INITIAL_STATUS_V3(1),
  FULL(2),
  RECENT(3),
  PUSH_NAME(4),
  NON_BLOCKING_DATA(5),
  ON_DEMAND(6);

  private final int number;

  HistoryKind(int number) {
    this.number = number;
  }

  /** As notifications name it. */
  int number() {
    return number;
  }

  /** The kind of a number; empty for what tells no history. */
  static Optional<HistoryKind> of(int number) {
    return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
  }

  /** As callers read it, such as {@code initial-bootstrap}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
