package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.http.FailureMapper;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.whatsapp.ClientClosedException;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import org.jboss.logging.Logger;

/** Names the problem of an exception that a handler let through. */
final class RequestFailures implements FailureMapper {
  private static final Logger LOG = Logger.getLogger(RequestFailures.class);

  @Override
  public Problem problemOf(Throwable failure) {
    return switch (failure) {
      case StoreUnavailableException e -> {
        // Health tells of the outage once; callers who come again and again would fill the log.
        LOG.debugf("A request failed for want of the database: %s", e.getMessage());
        yield Problem.unavailable(
            "database-unavailable", "The database does not answer: try again shortly.", 5);
      }
      case ClientClosedException e ->
          Problem.unavailable(
              "standby", "The session is being moved or restarted: try again shortly.", 5);
      case StoredStateException e -> {
        LOG.errorf("A request failed: %s", e.getMessage());
        yield Problem.of(
            500,
            "stored-state-unreadable",
            "What is stored cannot be read",
            "The session's log names the data key that is missing: give it as KUBEZAP_DATA_KEY,"
                + " or as KUBEZAP_DATA_KEY_OLD beside a newer one, and restart.");
      }
      case InterruptedException e ->
          Problem.unavailable("shutting-down", "The process ends: try again shortly.", 5);
      default -> {
        LOG.error("A request failed", failure);
        yield Problem.of(
            500,
            "internal-error",
            "Something is wrong in Kubezap",
            "The session's log tells what happened; please report it.");
      }
    };
  }
}
