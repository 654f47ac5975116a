package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.UUID;

/**
 * What every decision of a turn may use beside its own state.
 *
 * @param now the time of the turn; at least a microsecond after that of any turn before, so that
 *     what is accepted first is ordered first
 * @param random the turn's source of random bytes
 * @param identity the stored device identity, empty before pairing
 * @param connection how the session is connected
 * @param offlineStanzas how many stanzas that had waited at the server were decided about before
 *     this turn, since the process began
 * @param behaviour how the session behaves of its own accord
 */
public record Turn(
    Instant now,
    RandomBytes random,
    Optional<DeviceIdentity> identity,
    Link connection,
    long offlineStanzas,
    Behaviour behaviour) {

  /** A turn of a session that behaves as usual. */
  public Turn(
      Instant now,
      RandomBytes random,
      Optional<DeviceIdentity> identity,
      Link connection,
      long offlineStanzas) {
    this(now, random, identity, connection, offlineStanzas, Behaviour.DEFAULT);
  }

  /** A turn before which nothing had waited at the server. */
  public Turn(Instant now, RandomBytes random, Optional<DeviceIdentity> identity, Link connection) {
    this(now, random, identity, connection, 0);
  }

  /**
   * How the session is connected at the moment.
   *
   * @param loggedIn the service has let this connection be active: it answers questions
   * @param online logged in and past the offline queue's announcement: sending is allowed
   * @param available whether this device shows itself as available, so that delivery receipts are
   *     active
   * @param lidAddressing whether this account's direct messages go to LIDs
   */
  public record Link(boolean loggedIn, boolean online, boolean available, boolean lidAddressing) {
    /** No connection, and an account of which nothing is known. */
    public static final Link NONE = new Link(false, false, false, false);

    /** The same account without a connection. */
    public Link over() {
      return new Link(false, false, false, lidAddressing);
    }

    /** The same connection, past what had waited at the service: sending is allowed. */
    public Link pastOfflineQueue() {
      return new Link(true, true, available, lidAddressing);
    }

    /** The same connection of a device that shows itself so. */
    public Link showing(boolean nowAvailable) {
      return new Link(loggedIn, online, nowAvailable, lidAddressing);
    }

    /** The same connection of an account whose direct messages go to LIDs. */
    public Link byLid() {
      return new Link(loggedIn, online, available, true);
    }
  }

  /** This device's own jid by phone number. */
  public Jid ownJid() {
    return identity.orElseThrow(() -> new IllegalStateException("not paired")).jid();
  }

  /**
   * A new id of ours: UUID version 7, ordered by the turn's time to a quarter of a microsecond (RFC
   * 9562, method 3).
   */
  public String newId() {
    byte[] noise = random.next(8);
    long milliseconds = now.toEpochMilli();
    long fraction = now.get(ChronoField.NANO_OF_SECOND) % 1_000_000 * 4096L / 1_000_000;
    long low = 0;
    for (byte one : noise) {
      low = low << 8 | (one & 0xFFL);
    }
    return new UUID(
            milliseconds << 16 | 0x7000L | fraction,
            (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
        .toString();
  }
}
