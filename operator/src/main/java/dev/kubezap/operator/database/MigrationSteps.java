package dev.kubezap.operator.database;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.util.Optional;

/** How far the migration of one database has come. Thread-safe. */
final class MigrationSteps implements MigrationProgress {

  private record Step(String name, int number, int of) {}

  private Optional<Step> step = Optional.empty();

  @Override
  public synchronized void began(String name, int number, int of) {
    step = Optional.of(new Step(name, number, of));
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
                        + "): pods of the version before go on meanwhile"))
        .orElseGet(() -> Problem.passing("DatabaseUnavailable", where + "has not answered yet"));
  }
}
