package dev.kubezap.pod.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/** The epoch that the resource's status showed when the process began, once it is known. */
final class ReportedEpoch {
  private static final Logger LOG = Logger.getLogger(ReportedEpoch.class);

  private final CompletableFuture<Long> told;

  /**
   * @param told by the API server, some time or never; 0 when the status shows none
   */
  ReportedEpoch(CompletableFuture<Long> told) {
    this.told = told;
  }

  /** What is known now; 0 while nothing is. */
  long known() {
    return told.getNow(0L);
  }

  /**
   * Waits for it.
   *
   * @return 0 when it is not told in time
   */
  long await(Duration patience) {
    try {
      return told.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("The API server does not tell which epoch the status shows: it goes on without");
      return 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is completed by a value alone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Calls back with it, at once when it is known. */
  void whenKnown(LongConsumer listener) {
    CompletableFuture<Void> _ = told.thenAccept(listener::accept);
  }
}
