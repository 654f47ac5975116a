package dev.kubezap.pod.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Names changes of groups so that they are in the order in which they were asked for. */
final class GroupChangeIds {
  private final AtomicLong last = new AtomicLong();

  /** A name that comes behind all before. */
  String next() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    long at = last.updateAndGet(before -> Math.max(before + 1, now));
    return "%016x-%s".formatted(at, UUID.randomUUID());
  }
}
