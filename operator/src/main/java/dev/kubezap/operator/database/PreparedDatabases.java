package dev.kubezap.operator.database;

import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers which databases were migrated since the operator started, so that each is migrated
 * once, before its first pod.
 */
public final class PreparedDatabases {

  private final SessionDatabase database;
  private final Map<DatabaseLogin, Preparation> preparations = new ConcurrentHashMap<>();

  /** Migrates through this. */
  public PreparedDatabases(SessionDatabase database) {
    this.database = database;
  }

  private static final class Preparation {
    private final ReentrantLock turn = new ReentrantLock();
    private boolean done;
  }

  /**
   * Migrates the database unless that was done; sessions of one database wait for each other.
   * Answers why it did not work.
   */
  public Optional<Problem> prepare(DatabaseLogin login) {
    Preparation preparation = preparations.computeIfAbsent(login, ignored -> new Preparation());
    preparation.turn.lock();
    try {
      if (!preparation.done) {
        database.migrate(login);
        preparation.done = true;
      }
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(problem(login, e));
    } finally {
      preparation.turn.unlock();
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
            + e.getMessage();
    if (state.startsWith("28") || state.startsWith("3D") || state.startsWith("42501")) {
      return Problem.blocking("DatabaseRefused", message);
    }
    return Problem.passing("DatabaseUnavailable", message);
  }
}
