package dev.kubezap.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/**
 * What everything that takes part has used so far. Beside the session itself it tells what is
 * shared with it: on a machine of few cores the rate of messages is decided by the sum.
 *
 * @param session the measured process
 * @param databaseMilliseconds processor time of every PostgreSQL process
 * @param ownMilliseconds processor time of this process: callers, simulator with its phones,
 *     webhook
 * @param logBytes bytes of write-ahead log, of the whole server
 * @param commits transactions that were committed, of the session's database
 */
record Usage(
    ProcessUsage session,
    long databaseMilliseconds,
    long ownMilliseconds,
    long logBytes,
    long commits) {

  /** As it is now, once every session of PostgreSQL has told its part. */
  static Usage now(Arena arena, Contender.Place place, RunningSession session)
      throws IOException, SQLException, InterruptedException {
    ProcessUsage process = session.usage();
    long own = ProcessUsage.of(ProcessHandle.current().pid()).cpuMilliseconds();
    return arena.postgres.usage(place, process, own);
  }

  /** Notes what each of so many messages cost since an earlier time. */
  void since(Usage before, int count, String what, Measured measured) {
    measured.put(what + ", CPU ms each", processor(before) / (double) count);
    measured.put(
        what + ", PostgreSQL CPU ms each",
        (databaseMilliseconds - before.databaseMilliseconds) / (double) count);
    measured.put(
        what + ", CPU ms each of callers and simulator",
        (ownMilliseconds - before.ownMilliseconds) / (double) count);
    measured.put(what + ", WAL bytes each", (logBytes - before.logBytes) / (double) count);
    measured.put(what + ", commits each", (commits - before.commits) / (double) count);
  }

  /** Notes what a minute without messages cost. */
  void idle(Usage before, double minutes, Measured measured) {
    measured.put("idle, commits a minute", (commits - before.commits) / minutes);
    measured.put("idle, WAL bytes a minute", (logBytes - before.logBytes) / minutes);
    measured.put("idle, CPU ms a minute", processor(before) / minutes);
  }

  /** Milliseconds of the session's own since an earlier time. */
  long processor(Usage before) {
    return session.cpuMilliseconds() - before.session.cpuMilliseconds();
  }
}
