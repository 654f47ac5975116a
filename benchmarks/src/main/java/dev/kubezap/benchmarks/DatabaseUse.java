package dev.kubezap.benchmarks;

/**
 * What a database has done so far.
 *
 * @param logBytes bytes of write-ahead log, of the whole server
 * @param commits transactions that were committed, of this database
 */
record DatabaseUse(long logBytes, long commits) {

  /** Notes what each of so many messages cost since an earlier time. */
  void since(DatabaseUse before, int count, String what, Measured measured) {
    measured.put(what + ", WAL bytes each", (logBytes - before.logBytes) / (double) count);
    measured.put(what + ", commits each", (commits - before.commits) / (double) count);
  }
}
