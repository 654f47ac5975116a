package dev.kubezap.database;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Tells of each migration that Flyway runs, and bounds how long others wait for it. */
final class ProgressCallback implements Callback {
  /**
   * The first migration that was written for tables that are in use; those before may take a large
   * one for themselves for as long as they take.
   */
  static final int FIRST_BOUNDED = 18;

  private final PendingSteps steps;
  private final int attempt;

  ProgressCallback(PendingSteps steps, int attempt) {
    this.steps = steps;
    this.attempt = attempt;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    int version = Integer.parseInt(context.getMigrationInfo().getVersion().getVersion());
    steps.began(version);
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set local lock_timeout = " + Patience.lock(attempt).toMillis());
      if (version >= FIRST_BOUNDED) {
        statement.execute(
            "set local statement_timeout = " + Patience.statement(attempt).toMillis());
      }
    } catch (SQLException e) {
      throw new FlywayException("the waiting for locks could not be bounded", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "progress";
  }
}
