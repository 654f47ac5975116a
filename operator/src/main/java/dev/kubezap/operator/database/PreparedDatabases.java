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
 * Remembers which databases were migrated lately, so that each is migrated once, before its first
 * pod, and again only after a while, in case it was restored with an older schema. One that is away
 * is asked again after a while only, however many sessions wait for it.
 */
public final class PreparedDatabases {

  private static final Duration TRUSTED = Duration.ofMinutes(30);
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

  private record Failure(Problem problem, boolean away, Instant at) {}

  private static final class Preparation {
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Instant> done = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
  }

  /**
   * Migrates the database unless that was done lately; sessions of one database wait for each
   * other. Answers why it did not work; a database that was prepared and is away now is no reason.
   */
  public Optional<Problem> prepare(DatabaseLogin login) {
    Preparation preparation = preparations.computeIfAbsent(login, ignored -> new Preparation());
    preparation.turn.lock();
    try {
      Instant now = clock.instant();
      boolean trusted =
          preparation.done.filter(done -> now.isBefore(done.plus(TRUSTED))).isPresent();
      return trusted ? Optional.empty() : attempt(preparation, login, now);
    } finally {
      preparation.turn.unlock();
    }
  }

  private Optional<Problem> attempt(Preparation preparation, DatabaseLogin login, Instant now) {
    Optional<Failure> recent =
        preparation.failure.filter(failure -> now.isBefore(failure.at().plus(PAUSE)));
    if (recent.isPresent()) {
      return recent.flatMap(failure -> told(preparation, failure));
    }
    try {
      database.migrate(login);
      preparation.done = Optional.of(now);
      return Optional.empty();
    } catch (SQLException e) {
      Problem problem = Refusal.of("could not be prepared", login, e);
      var failure = new Failure(problem, Refusal.away(e), clock.instant());
      preparation.failure = Optional.of(failure);
      return told(preparation, failure);
    }
  }

  private static Optional<Problem> told(Preparation preparation, Failure failure) {
    return preparation.done.isPresent() && failure.away()
        ? Optional.empty()
        : Optional.of(failure.problem());
  }
}
