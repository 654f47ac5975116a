package dev.kubezap.pod.e2e;

import java.time.Duration;
import java.util.List;

/**
 * Something that a session needs goes away, and comes back.
 *
 * @param meanwhile fails when the session does not show what it must while something is away
 */
record Outage(String name, Action begin, AfterTime meanwhile, AfterTime end) {
  /** How long outages last in this run, the longest at the end. */
  static final List<Duration> TIMES =
      Boolean.getBoolean("kubezap.full")
          ? List.of(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5))
          : List.of(Duration.ofSeconds(Long.getLong("kubezap.outage.seconds", 1)));

  /** Changes the world. */
  interface Action {
    void run() throws Exception;
  }

  /** Looks at a session, or changes the world, after an outage has lasted. */
  interface AfterTime {
    void run(Duration time) throws Exception;
  }

  /**
   * How long to wait for what takes so long at other times: what failed is tried again after
   * growing pauses, none of them longer than all before together.
   */
  static Duration patience(Duration atOtherTimes) {
    return atOtherTimes.plus(TIMES.getLast());
  }

  /** One that need not show. */
  static Outage unseen(String name, Action begin, Action end) {
    return new Outage(name, begin, time -> {}, time -> end.run());
  }

  @Override
  public String toString() {
    return name;
  }
}
