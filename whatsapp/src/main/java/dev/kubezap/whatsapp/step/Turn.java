package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What every decision of a turn may use beside its own state.
 *
 * @param now the time of the turn
 * @param random the turn's source of random bytes
 * @param identity the stored device identity, empty before pairing
 * @param connection how the session is connected
 */
public record Turn(
    Instant now, RandomBytes random, Optional<DeviceIdentity> identity, Link connection) {

  /**
   * How the session is connected at the moment.
   *
   * @param online logged in and past the offline queue's announcement: sending is allowed
   * @param available whether this device shows itself as available, so that delivery receipts are
   *     active
   * @param lidAddressing whether this account's direct messages go to LIDs
   */
  public record Link(boolean online, boolean available, boolean lidAddressing) {}

  /** This device's own jid by phone number. */
  public Jid ownJid() {
    return identity.orElseThrow(() -> new IllegalStateException("not paired")).jid();
  }

  /** A new id of ours: UUID version 7, ordered by the turn's time. */
  public String newId() {
    byte[] noise = random.next(10);
    long milliseconds = now.toEpochMilli();
    long high = milliseconds << 16 | 0x7000L | (noise[0] & 0x0FL) << 8 | (noise[1] & 0xFFL);
    long low = 0;
    for (int i = 2; i < 10; i++) {
      low = low << 8 | (noise[i] & 0xFFL);
    }
    return new UUID(high, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L).toString();
  }
}
