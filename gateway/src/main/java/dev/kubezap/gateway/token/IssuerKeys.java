package dev.kubezap.gateway.token;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * An issuer as it told about itself last. It is asked when it is needed first, again when that is
 * old or a key is missing, and never more often than every half minute: a caller with made-up
 * tokens causes no traffic.
 */
final class IssuerKeys {

  private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
  private static final long OLD = Duration.ofMinutes(10).toNanos();
  private static final long LEAST_PAUSE = Duration.ofSeconds(30).toNanos();

  private record Known(Issuer issuer, long since) {}

  private final Issuer.Source source;
  private final LongSupplier nanos;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Optional<Known> known = Optional.empty();
  private long askedAt;
  private boolean asked;

  IssuerKeys(Issuer.Source source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
  }

  /**
   * The issuer, asked anew when it has no such key.
   *
   * @return empty when it was never reached
   */
  Optional<Issuer> with(String keyId) throws InterruptedException {
    if (!fresh(keyId)) {
      asking.lockInterruptibly();
      try {
        if (!fresh(keyId)) {
          ask();
        }
      } finally {
        asking.unlock();
      }
    }
    return known.map(Known::issuer);
  }

  private boolean fresh(String keyId) {
    return known
        .filter(one -> nanos.getAsLong() - one.since() < OLD)
        .filter(
            one ->
                one.issuer().keys().stream().anyMatch(key -> Objects.equals(key.getKeyId(), keyId)))
        .isPresent();
  }

  private void ask() throws InterruptedException {
    long now = nanos.getAsLong();
    if (asked && now - askedAt < LEAST_PAUSE) {
      return;
    }
    asked = true;
    askedAt = now;
    try {
      known = Optional.of(new Known(source.read(), now));
    } catch (IOException e) {
      LOG.warnf("The keys of an issuer of tokens cannot be read: %s", e.getMessage());
    }
  }
}
