package dev.kubezap.simulator.strict;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The list of violations. Thread-safe. */
public final class Violations {
  private static final int LIMIT = 10_000;

  private final InstantSource clock;
  private final List<Violation> list = new ArrayList<>();

  /** An empty list. */
  public Violations(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds one; beyond ten thousand they are dropped. */
  public synchronized void add(String rule, Object subject, String detail) {
    if (list.size() < LIMIT) {
      list.add(new Violation(clock.instant(), rule, subject.toString(), detail));
    }
  }

  /** All so far. */
  public synchronized List<Violation> list() {
    return List.copyOf(list);
  }

  /** Forgets all so far. */
  public synchronized void clear() {
    list.clear();
  }
}
