package dev.kubezap.whatsapp.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is planned happens in the order of its times, and time passes in between. */
final class Scheduler implements InstantSource {
  static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
  private final long seed;
  private Instant now = BEGIN;
  private long order;

  private record Event(Instant at, long order, Runnable work) {}

  Scheduler(long seed) {
    this.seed = seed;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Plans work; what is planned for the same time happens in the order of planning. */
  void at(Instant time, Runnable work) {
    events.add(new Event(time.isBefore(now) ? now : time, order++, work));
  }

  void after(Duration delay, Runnable work) {
    at(now.plus(delay), work);
  }

  /**
   * A delay that belongs to one occurrence alone, so that it stays when others are left out of the
   * plan.
   */
  Duration latency(String what, long number, int mostMicros) {
    long mixed = (seed * 0x9E3779B97F4A7C15L) ^ (what.hashCode() * 0xBF58476D1CE4E5B9L) ^ number;
    mixed = (mixed ^ (mixed >>> 30)) * 0x94D049BB133111EBL;
    mixed = (mixed ^ (mixed >>> 27)) * 0xBF58476D1CE4E5B9L;
    return Duration.ofNanos(1_000L * Math.floorMod(mixed ^ (mixed >>> 31), mostMicros));
  }

  /** Lets everything happen until then. */
  void runUntil(Instant end) {
    for (Event next = events.peek();
        next != null && !next.at().isAfter(end);
        next = events.peek()) {
      events.remove();
      now = next.at();
      next.work().run();
    }
    if (now.isBefore(end)) {
      now = end;
    }
  }
}
