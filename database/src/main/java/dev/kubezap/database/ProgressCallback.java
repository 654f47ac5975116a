package dev.kubezap.database;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Tells of each migration before it runs. */
final class ProgressCallback implements Callback {
  private final MigrationProgress progress;
  private int expected;
  private int begun;

  ProgressCallback(MigrationProgress progress) {
    this.progress = progress;
  }

  /** How many migrations there are to run. */
  void expect(int migrations) {
    expected = migrations;
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
    begun++;
    String name = String.valueOf(context.getMigrationInfo().getDescription());
    progress.began(name, begun, Math.max(begun, expected));
  }

  @Override
  public String getCallbackName() {
    return "progress";
  }
}
