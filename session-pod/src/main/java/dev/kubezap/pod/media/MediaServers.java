package dev.kubezap.pod.media;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.transfer.MediaTransferException;
import dev.kubezap.whatsapp.transfer.MediaTransferException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The service's hosts, asked for when they are needed and known for as long as the service says.
 * Safe for use by several threads.
 */
final class MediaServers {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final LongSupplier nanos;
  private volatile Optional<Known> known = Optional.empty();

  private record Known(MediaHosts.Known hosts, long until) {}

  /** What is done with the hosts. */
  @FunctionalInterface
  interface Work<T> {
    T with(MediaHosts.Known hosts) throws MediaTransferException;
  }

  MediaServers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Does something with the hosts, and once more with new ones when the old ones are not good any
   * more.
   *
   * @throws ProblemException 409 or 503 when there are no hosts
   */
  <T> T use(WhatsAppClient client, Work<T> work)
      throws MediaTransferException, InterruptedException {
    Optional<Known> before = known.filter(hosts -> nanos.getAsLong() - hosts.until() < 0);
    if (before.isEmpty()) {
      return work.with(ask(client));
    }
    try {
      return work.with(before.get().hosts());
    } catch (MediaTransferException e) {
      if (e.reason() != Reason.STALE_HOSTS && e.reason() != Reason.UNREACHABLE) {
        throw e;
      }
      return work.with(ask(client));
    }
  }

  private MediaHosts.Known ask(WhatsAppClient client) throws InterruptedException {
    return switch (await(client.mediaHosts())) {
      case MediaHosts.Known hosts -> {
        known = Optional.of(new Known(hosts, nanos.getAsLong() + hosts.validFor().toNanos()));
        yield hosts;
      }
      case MediaHosts.NotConnected _ ->
          throw new ProblemException(
              Problem.conflict(
                  "not-connected",
                  "There is no connection to WhatsApp",
                  "Files are brought to WhatsApp and fetched from there while the session is"
                      + " connected: send it again then."));
      case MediaHosts.Refused(int code, Duration retryAfter) ->
          throw new ProblemException(
              Problem.unavailable(
                  "media-hosts-refused",
                  "WhatsApp names no media hosts now (" + code + "): try again later.",
                  (int) Math.max(5, retryAfter.toSeconds())));
    };
  }

  static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ProblemException(
          Problem.unavailable("timeout", "The session did not answer: try again.", 5));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
