package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.Archive;
import dev.kubezap.pod.api.Purge;
import dev.kubezap.pod.api.Session;
import dev.kubezap.pod.config.FolderContent;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.whatsapp.ClientClosedException;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does what the configuration wants done as time passes, while this process owns the session: ends
 * the link at a time, and erases what messages said when it has been kept for long enough.
 */
final class StandingOrders implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StandingOrders.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration LOG_OUT_PATIENCE = Duration.ofSeconds(20);

  /** To look through all messages costs the database something. */
  private static final Duration BETWEEN_PURGES = Duration.ofHours(6);

  private final Session session;
  private final Archive archive;
  private final Supplier<FolderContent> configuration;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private Optional<Purged> last = Optional.empty();

  /** What was kept for how long, and when that was seen to. */
  private record Purged(Duration retention, Instant at) {}

  /**
   * @param configuration what is wanted now
   */
  StandingOrders(
      Session session, Archive archive, Supplier<FolderContent> configuration, Clock clock) {
    this.session = session;
    this.archive = archive;
    this.configuration = configuration;
    this.clock = clock;
  }

  /** Begins. */
  void begin() {
    Thread _ = Thread.ofVirtual().name("standing-orders").start(this::run);
  }

  /** Begins nothing more. What is under way ends with the session's client. */
  @Override
  public void close() {
    stopping.countDown();
  }

  private void run() {
    try {
      while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (StoreUnavailableException | ProblemException | TimeoutException e) {
          LOG.debugf("What is to be done as time passes is done later: %s", e.getMessage());
        } catch (ExecutionException e) {
          boolean expected =
              e.getCause() instanceof StoreUnavailableException
                  || e.getCause() instanceof ClientClosedException;
          if (!expected) {
            LOG.error("What is to be done as time passes met a fault", e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does what is due. */
  void look() throws InterruptedException, ExecutionException, TimeoutException {
    Optional<WhatsAppClient> client = session.client();
    if (client.isEmpty()) {
      return;
    }
    FolderContent wanted = configuration.get();
    Instant now = clock.instant();
    if (wanted.logoutAt().filter(at -> !at.isAfter(now)).isPresent()
        && session.snapshot().jid().isPresent()) {
      LOG.infof("The device is unlinked, as was wanted at %s", wanted.logoutAt().get());
      Void _ = client.get().logOut().get(LOG_OUT_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    if (wanted.retention().filter(kept -> isDue(kept, now)).isPresent()) {
      purge(client.get(), wanted.retention().get(), now);
    }
  }

  private boolean isDue(Duration retention, Instant now) {
    return last.filter(before -> before.retention().equals(retention))
        .filter(before -> now.isBefore(before.at().plus(BETWEEN_PURGES)))
        .isEmpty();
  }

  private void purge(WhatsAppClient client, Duration retention, Instant now)
      throws InterruptedException {
    Purge purge =
        Purge.of(
            client,
            archive,
            Optional.empty(),
            Optional.of(now.minus(retention)),
            () -> stopping.getCount() > 0 && session.client().isPresent());
    if (purge.count() > 0) {
      LOG.infof(
          "%d messages were erased, which are kept for %d days", purge.count(), retention.toDays());
    }
    if (purge.complete()) {
      last = Optional.of(new Purged(retention, now));
    }
  }
}
