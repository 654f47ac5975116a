package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.whatsapp.ClientClosedException;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the client on behalf of a request, and waits for it within bounds. */
final class Clients {
  private final Session session;

  Clients(Session session) {
    this.session = session;
  }

  /**
   * The client.
   *
   * @throws ProblemException 503 while this process does not own the session
   */
  WhatsAppClient require() {
    return session.client().orElseThrow(() -> new ProblemException(standby()));
  }

  /**
   * Waits for an answer of the client.
   *
   * @throws ProblemException 503 when it does not come in time, or the client ended meanwhile
   */
  static <T> T await(CompletableFuture<T> future, Duration patience) throws InterruptedException {
    return awaitIfInTime(future, patience)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.unavailable("timeout", "The session did not answer: try again.", 5)));
  }

  /**
   * Waits for an answer that adds to what is stored already; empty when it does not come in time,
   * or the client ended meanwhile.
   */
  static <T> Optional<T> awaitMore(CompletableFuture<T> future, Duration patience)
      throws InterruptedException {
    try {
      return awaitIfInTime(future, patience);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Waits until a future is done, however it ends, or the time is over. */
  static void settle(CompletableFuture<?> future, Duration patience) throws InterruptedException {
    try {
      future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      // Whoever asks next learns which.
      return;
    }
  }

  /** Waits for an answer of the client; empty when it does not come in time. */
  private static <T> Optional<T> awaitIfInTime(CompletableFuture<T> future, Duration patience)
      throws InterruptedException {
    try {
      return Optional.ofNullable(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      future.cancel(false);
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClientClosedException) {
        throw new ProblemException(standby());
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Problem standby() {
    return Problem.unavailable(
        "standby",
        "This process does not own the session now: another does, or the database does not answer. Try again shortly.",
        5);
  }
}
