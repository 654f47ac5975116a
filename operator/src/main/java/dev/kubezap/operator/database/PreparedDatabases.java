package dev.kubezap.operator.database;

import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers which databases were migrated since the operator started, so that each is migrated
 * once, before its first pod. One that is away is asked again after a while only, however many
 * sessions wait for it.
 */
public final class PreparedDatabases {

  private static final Duration PAUSE = Duration.ofSeconds(4);

  private final SessionDatabase database;
  private final Clock clock;
  private final Map<DatabaseLogin, Preparation> preparations = new ConcurrentHashMap<>();

  /**
   * Nothing is migrated yet.
   *
   * @param database does it
   * @param clock for the pause after a failure
   */
  public PreparedDatabases(SessionDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Failure(Problem problem, Instant at) {}

  private static final class Preparation {
    private final ReentrantLock turn = new ReentrantLock();
    private boolean done;
    private Optional<Failure> failure = Optional.empty();
  }

  /**
   * Migrates the database unless that was done; sessions of one database wait for each other.
   * Answers why it did not work.
   */
  public Optional<Problem> prepare(DatabaseLogin login) {
    Preparation preparation = preparations.computeIfAbsent(login, ignored -> new Preparation());
    preparation.turn.lock();
    try {
      return preparation.done ? Optional.empty() : attempt(preparation, login);
    } finally {
      preparation.turn.unlock();
    }
  }

  private Optional<Problem> attempt(Preparation preparation, DatabaseLogin login) {
    Instant now = clock.instant();
    Optional<Problem> recent =
        preparation
            .failure
            .filter(failure -> now.isBefore(failure.at().plus(PAUSE)))
            .map(Failure::problem);
    if (recent.isPresent()) {
      return recent;
    }
    try {
      database.migrate(login);
      preparation.done = true;
      return Optional.empty();
    } catch (SQLException e) {
      Problem problem = Refusal.of("could not be prepared", login, e);
      preparation.failure = Optional.of(new Failure(problem, clock.instant()));
      return Optional.of(problem);
    }
  }
}
