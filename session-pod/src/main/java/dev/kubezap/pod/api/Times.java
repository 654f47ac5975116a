package dev.kubezap.pod.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads times as callers write them. */
final class Times {
  /** Completes the sentence that a field's name begins. */
  static final String RULE = "must be a time such as 2026-11-21T09:30:00Z";

  // Other years are written with a sign, which PostgreSQL does not read.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private Times() {}

  /** A time of RFC 3339, whose year has four digits; empty for anything else. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant())
          .filter(time -> !time.isBefore(FIRST) && !time.isAfter(LAST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
