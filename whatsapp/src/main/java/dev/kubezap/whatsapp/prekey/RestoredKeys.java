package dev.kubezap.whatsapp.prekey;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.Optional;

/**
 * Prekeys after stored state was restored: ids that may have been handed out since the backup are
 * never handed out again, and the signed prekey is a new one (SAFETY.md 6).
 *
 * <p>Ids leap by at least {@link #LEAST_LEAP} and a random amount more, so that the same backup
 * restored twice does not give the same ids either.
 */
public final class RestoredKeys {
  static final int LEAST_LEAP = 100_000;
  private static final int RANDOM_BITS = 20;

  private final Optional<PreKeySupply> supply;

  private RestoredKeys(Optional<PreKeySupply> supply) {
    this.supply = supply;
  }

  /** Reads what is stored of the supply. */
  public static RestoredKeys gather(StateReader state) {
    return new RestoredKeys(state.read(new PreKeySupplyKey()));
  }

  /**
   * Of a supply that another client of this device has kept.
   *
   * @param nextId the id of the next prekey that it would have made
   */
  public static RestoredKeys after(int nextId) {
    return new RestoredKeys(Optional.of(new PreKeySupply(nextId, nextId, 0)));
  }

  /** Supplies new prekeys under ids of their own at the next log-in. */
  public Change renewedSupply(RandomBytes random) {
    int next = supply.map(s -> leap(s.nextId(), random)).orElseGet(() -> anyId(random));
    return new Change.Put<>(new PreKeySupplyKey(), new PreKeySupply(next, next, 0));
  }

  /** The identity with a new signed prekey under an id of its own. */
  public DeviceIdentity renewed(DeviceIdentity identity, RandomBytes random, Instant now) {
    int newest = identity.signedPreKeys().getFirst().id();
    int known = Math.max(newest, supply.map(PreKeySupply::offeredSignedPreKey).orElse(0));
    return SignedPreKeys.rotated(identity, leap(known, random), random, now);
  }

  /**
   * Whether the server was offered a signed prekey that the identity does not have: then it is the
   * identity that was restored.
   */
  public boolean identityIsOlder(DeviceIdentity identity) {
    int offered = supply.map(PreKeySupply::offeredSignedPreKey).orElse(0);
    return offered != 0
        && identity.signedPreKeys().stream().noneMatch(preKey -> preKey.id() == offered);
  }

  private static int leap(int id, RandomBytes random) {
    int leap = LEAST_LEAP + (bits(random) >>> (24 - RANDOM_BITS));
    return (id - 1 + leap) % PreKeySupply.MAXIMUM_ID + 1;
  }

  private static int anyId(RandomBytes random) {
    return bits(random) % PreKeySupply.MAXIMUM_ID + 1;
  }

  /** 24 of them. */
  private static int bits(RandomBytes random) {
    byte[] bytes = random.next(3);
    return (bytes[0] & 0xFF) << 16 | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF);
  }
}
