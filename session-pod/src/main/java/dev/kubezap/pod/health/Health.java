package dev.kubezap.pod.health;

import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What the process knows of its health. Live is green in every state that it recovers from by
 * itself, standby and a database that is away included: a restart would not help.
 */
public final class Health {
  private static final Logger LOG = Logger.getLogger(Health.class);
  private static final String NOT_REACHED = "not reached yet";

  private volatile boolean serving;
  private volatile boolean stopping;
  private volatile Optional<String> readingProblem = Optional.empty();
  private volatile Optional<String> owningProblem = Optional.of(NOT_REACHED);
  private volatile Optional<String> fault = Optional.empty();

  /** Requests are taken from now on. */
  public void serving() {
    serving = true;
  }

  /** No further requests are taken. */
  public void stopping() {
    stopping = true;
  }

  /**
   * The database answered what the API reads, or did not.
   *
   * @param problem empty when it answered
   */
  public void reading(Optional<String> problem) {
    Optional<String> before = readingProblem;
    readingProblem = problem;
    log(before, problem);
  }

  /**
   * The database let the session be owned, or by another process, or did not answer.
   *
   * @param problem empty when it answered
   */
  public void owning(Optional<String> problem) {
    Optional<String> before = owningProblem;
    owningProblem = problem;
    log(before, problem);
  }

  /** Once for each change, not for each request that meets it. */
  private static void log(Optional<String> before, Optional<String> now) {
    if (now.isPresent() && !now.equals(before)) {
      LOG.warnf("Not ready: %s", now.get());
    } else if (now.isEmpty()
        && before.filter(problem -> !problem.equals(NOT_REACHED)).isPresent()) {
      LOG.info("The database answers again");
    }
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
    return serving
        ? owningProblem.or(() -> readingProblem).map(problem -> "database: " + problem)
        : notStarted();
  }

  /** What the process waits for before it is started; empty when it is. */
  public Optional<String> notStarted() {
    return serving ? Optional.empty() : Optional.of("requests are not taken yet");
  }
}
