package dev.kubezap.pod.health;

import java.util.Optional;

/**
 * What the process knows of its health. Live is green in every state that it recovers from by
 * itself, standby and a database that is away included: a restart would not help.
 */
public final class Health {
  private volatile boolean serving;
  private volatile boolean stopping;
  private volatile Optional<String> databaseProblem = Optional.of("not reached yet");
  private volatile Optional<String> fault = Optional.empty();

  /** Requests are taken from now on. */
  public void serving() {
    serving = true;
  }

  /** No further requests are taken. */
  public void stopping() {
    stopping = true;
  }

  /** The database answered. */
  public void databaseUsable() {
    databaseProblem = Optional.empty();
  }

  /** The database did not answer, or cannot be used. */
  public void databaseAway(String problem) {
    databaseProblem = Optional.of(problem);
  }

  /** Something ended that does not come back without a restart. */
  public void broken(String what) {
    fault = Optional.of(what);
  }

  /** Why a restart would help; empty when the process is alive. */
  public Optional<String> notLive() {
    return fault;
  }

  /** Why requests are not to be sent here; empty when API and database are usable. */
  public Optional<String> notReady() {
    if (stopping) {
      return Optional.of("the process ends");
    }
    return serving ? databaseProblem.map(problem -> "database: " + problem) : notStarted();
  }

  /** What the process waits for before it is started; empty when it is. */
  public Optional<String> notStarted() {
    return serving ? Optional.empty() : Optional.of("requests are not taken yet");
  }
}
