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
      Problem problem = problem(login, e);
      preparation.failure = Optional.of(new Failure(problem, clock.instant()));
      return Optional.of(problem);
    }
  }

  private static Problem problem(DatabaseLogin login, SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    String message =
        "the database at "
            + login.url()
            + " could not be prepared for user "
            + login.user()
            + ": "
            + why(e);
    if (state.equals(SessionDatabase.SCHEMA_UNKNOWN)) {
      return Problem.blocking("DatabaseSchemaUnknown", message);
    }
    if (state.startsWith("28") || state.startsWith("3D") || state.startsWith("42501")) {
      return Problem.blocking("DatabaseRefused", message);
    }
    return Problem.passing("DatabaseUnavailable", message);
  }

  /** The driver's "connection attempt failed" says less than its cause. */
  private static String why(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Throwable cause = e.getCause();
    return cause == null || message.contains(String.valueOf(cause.getMessage()))
        ? message
        : message + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")";
  }
}
