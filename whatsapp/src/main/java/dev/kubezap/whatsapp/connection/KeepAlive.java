package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices a peer that is gone: a ping every so often, and some byte of the peer within a time after
 * it. Any byte will do, since a peer that is busy delivering is alive.
 */
final class KeepAlive {

  private final ConnectionTimes times;
  private final RandomBytes random;
  private Optional<Instant> pingDue = Optional.empty();
  private Optional<Instant> pongDue = Optional.empty();

  KeepAlive(ConnectionTimes times, RandomBytes random) {
    this.times = times;
    this.random = random;
  }

  void start(Instant now) {
    pingDue = Optional.of(now.plus(interval()));
  }

  void received() {
    pongDue = Optional.empty();
  }

  boolean isDead(Instant now) {
    return isPast(pongDue, now);
  }

  /** Whether a ping is to be sent now; counts it as sent. */
  boolean takePing(Instant now) {
    if (!isPast(pingDue, now)) {
      return false;
    }
    pingDue = Optional.of(now.plus(interval()));
    pongDue = Optional.of(now.plus(times.pong()));
    return true;
  }

  Optional<Instant> deadline() {
    return pongDue.isPresent() ? pongDue : pingDue;
  }

  private Duration interval() {
    long span = times.pingAtMost().minus(times.pingAtLeast()).toMillis();
    long bits = ByteBuffer.wrap(random.next(Long.BYTES)).getLong();
    return times.pingAtLeast().plusMillis(Long.remainderUnsigned(bits, span + 1));
  }

  private static boolean isPast(Optional<Instant> due, Instant now) {
    return due.isPresent() && !due.get().isAfter(now);
  }
}
