package dev.kubezap.whatsapp.prekey;

import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes signed prekeys. */
public final class SignedPreKeys {
  /** The id of a device's first one. */
  public static final int FIRST_ID = 1;

  /** Messages under way may name a key this long after it was replaced. */
  private static final Duration KEPT = Duration.ofDays(30);

  private SignedPreKeys() {}

  /** A new key, signed by the identity key. */
  public static SignedPreKeyRecord generate(
      int id, KeyPair identity, RandomBytes random, Instant now) {
    KeyPair key = Curve25519.generate(random);
    return new SignedPreKeyRecord(
        id, key, Curve25519.sign(identity.privateKey(), key.publicKey().serialized(), random), now);
  }

  /** The identity with a new key in front; every older one stays that was the newest lately. */
  public static DeviceIdentity rotated(
      DeviceIdentity identity, int id, RandomBytes random, Instant now) {
    List<SignedPreKeyRecord> keys = new ArrayList<>();
    keys.add(generate(id, identity.identityKey(), random, now));
    Instant replacedAt = now;
    for (SignedPreKeyRecord key : identity.signedPreKeys()) {
      if (replacedAt.plus(KEPT).isAfter(now)) {
        keys.add(key);
      }
      replacedAt = key.createdAt();
    }
    return identity.withSignedPreKeys(keys);
  }
}
