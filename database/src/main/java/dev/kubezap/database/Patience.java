package dev.kubezap.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Tries again what gave way to others. Whoever waits for a lock has everybody else wait behind it,
 * so a migration waits for a moment only, lets them go first and comes again.
 */
final class Patience {
  /** How long a migration waits for a lock, and others behind it. */
  static final Duration LOCK = Duration.ofMillis(500);

  /** How long a statement may take that others may have to wait for. */
  static final Duration STATEMENT = Duration.ofSeconds(1);

  /**
   * How long it waits now and then: PostgreSQL ends an autovacuum that is in the way, which may
   * take an hour in a large table, when somebody has waited for {@code deadlock_timeout}, 1 s.
   */
  private static final Duration LONG_LOCK = Duration.ofMillis(1_200);

  /** In which of so many attempts it waits longer. */
  private static final int RARELY = 3;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * What others are the cause of: a lock was not got, a statement took too long (or somebody ended
   * it), a deadlock.
   */
  private static final Set<String> GAVE_WAY = Set.of("55P03", "57014", "40P01");

  private final MigrationProgress progress;
  private final Duration whole;

  /**
   * Patience for one piece of work.
   *
   * @param whole how long it is tried
   */
  Patience(MigrationProgress progress, Duration whole) {
    this.progress = progress;
    this.whole = whole;
  }

  /** Something that may have to give way. */
  @FunctionalInterface
  interface Work {
    /**
     * Tries it.
     *
     * @param attempt from 0
     */
    void attempt(int attempt) throws SQLException;
  }

  /** Does it, again and again while others are in its way. */
  void with(Work work) throws SQLException {
    long begin = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 0; ; attempt++) {
      try {
        work.attempt(attempt);
        return;
      } catch (SQLException e) {
        if (!gaveWay(e) || System.nanoTime() - begin > whole.toNanos()) {
          throw e;
        }
        progress.held();
        rest(
            Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis())));
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
    }
  }

  /**
   * How long an attempt waits for a lock.
   *
   * @param attempt from 0
   */
  static Duration lock(int attempt) {
    return attempt % RARELY == RARELY - 1 ? LONG_LOCK : LOCK;
  }

  /**
   * How long a statement of an attempt may take, the wait for its lock included: less than 2 s,
   * which is as long as a pod may wait.
   *
   * @param attempt from 0
   */
  static Duration statement(int attempt) {
    return STATEMENT.plus(lock(attempt)).minus(LOCK);
  }

  /** Whether the database refused since others were in the way. */
  static boolean gaveWay(SQLException e) {
    return e.getSQLState() != null && GAVE_WAY.contains(e.getSQLState());
  }

  /** Lets time pass. */
  static void rest(Duration time) throws SQLException {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("the migration was interrupted", e);
    }
  }
}
