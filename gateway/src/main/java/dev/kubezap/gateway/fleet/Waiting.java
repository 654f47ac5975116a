package dev.kubezap.gateway.fleet;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.name.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Waits for a session to come to something. */
public final class Waiting {

  private final Fleet fleet;

  /** Waits for sessions of this fleet. */
  public Waiting(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Holds the thread until the session is so.
   *
   * @return the session; empty when it was not so in time
   */
  public Optional<WhatsAppSession> until(
      SessionId id, Predicate<WhatsAppSession> wanted, Duration patience)
      throws InterruptedException {
    var found = new CompletableFuture<WhatsAppSession>();
    Fleet.Listening listening =
        fleet.listen(
            change -> {
              if (change.id().equals(id)) {
                change.after().filter(wanted).ifPresent(found::complete);
              }
            });
    try (listening) {
      fleet.get(id).filter(wanted).ifPresent(found::complete);
      return Optional.of(found.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it with a failure", e);
    }
  }
}
