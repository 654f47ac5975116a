package dev.kubezap.benchmarks;

import java.io.IOException;

/**
 * What was used until a time: a {@link Usage} that does not wait for PostgreSQL's figures, for
 * short rounds.
 *
 * @param nanoseconds when it was
 * @param processor milliseconds of the measured process
 * @param own milliseconds of this process: callers, simulator with its phones, webhook
 */
record Spent(long nanoseconds, long processor, long own) {

  static Spent now(RunningSession session) throws IOException {
    long own = ProcessUsage.of(ProcessHandle.current().pid()).cpuMilliseconds();
    return new Spent(System.nanoTime(), session.usage().cpuMilliseconds(), own);
  }

  /** Notes how long something took since an earlier time, and what it cost. */
  void since(Spent before, String what, Measured measured) {
    measured.put(what + ", ms", (nanoseconds - before.nanoseconds) / 1e6);
    measured.put(what + ", CPU ms", (double) (processor - before.processor));
    measured.put(what + ", CPU ms of callers and simulator", (double) (own - before.own));
  }

  /**
   * Notes what has come since then.
   *
   * @param unit such as {@code MB}, of which there were {@code amount}
   */
  void tell(String what, String unit, double amount, RunningSession session, Measured measured)
      throws IOException {
    Spent now = now(session);
    measured.put(what + ", " + unit + "/s", amount / ((now.nanoseconds - nanoseconds) / 1e9));
    measured.put(what + ", CPU ms per " + unit, (now.processor - processor) / amount);
    measured.put(
        what + ", CPU ms per " + unit + " of callers and simulator", (now.own - own) / amount);
  }
}
