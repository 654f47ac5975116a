package dev.kubezap.operator.database;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.util.Optional;

/** How far the migration of one database has come. Thread-safe. */
final class MigrationSteps implements MigrationProgress {

  private static final int TENTHS = 10;

  /**
   * What is done now.
   *
   * @param done rows of a table, 0 for what does not go by rows
   * @param expected about how many rows the table has; 0 when that is not known
   * @param held whether it gave way to others and is tried again
   */
  private record Step(String name, int number, int of, long done, long expected, boolean held) {

    long left() {
      return Math.max(0, expected - done);
    }

    /** In tenths, so that what is told of it changes now and then and not with every look. */
    String progress() {
      String rows =
          expected > 0
              ? ", about " + Math.min(TENTHS, TENTHS * done / expected) * TENTHS + " % of the rows"
              : "";
      return rows + (held ? ", after transactions that keep it from a table" : "");
    }
  }

  private Optional<Step> step = Optional.empty();

  @Override
  public synchronized void began(String name, int number, int of) {
    // One that gave way begins again, and it is told that it did.
    boolean again = step.filter(now -> now.name().equals(name) && now.held()).isPresent();
    step = Optional.of(new Step(name, number, of, 0, 0, again));
  }

  @Override
  public synchronized void advanced(long done, long expected) {
    step = step.map(now -> new Step(now.name(), now.number(), now.of(), done, expected, false));
  }

  @Override
  public synchronized void held() {
    step =
        step.map(
            now -> new Step(now.name(), now.number(), now.of(), now.done(), now.expected(), true));
  }

  @Override
  public synchronized void ended() {
    step = Optional.empty();
  }

  /** Whether the schema is being changed, rather than only looked at. */
  synchronized boolean underWay() {
    return step.isPresent();
  }

  /** How many steps are not done. */
  synchronized long left() {
    return step.map(now -> (long) now.of() - now.number() + 1).orElse(0L);
  }

  /** About how many rows the step that is under way has before it. */
  synchronized long rowsLeft() {
    return step.map(Step::left).orElse(0L);
  }

  /** What the sessions of the database wait for. */
  synchronized Problem problem(DatabaseLogin login) {
    String where = "the database at " + login.url() + " ";
    return step.map(
            now ->
                Problem.passing(
                    "DatabaseMigrating",
                    where
                        + "is being migrated, step "
                        + now.number()
                        + " of "
                        + now.of()
                        + " ("
                        + now.name()
                        + now.progress()
                        + "): pods of the version before go on meanwhile"))
        .orElseGet(() -> Problem.passing("DatabaseUnavailable", where + "has not answered yet"));
  }
}
