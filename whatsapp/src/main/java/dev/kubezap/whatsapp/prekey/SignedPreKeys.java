package dev.kubezap.whatsapp.prekey;

import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import java.time.Instant;

/** Makes signed prekeys. */
public final class SignedPreKeys {
  /** The id of a device's first one. */
  public static final int FIRST_ID = 1;

  private SignedPreKeys() {}

  /** A new key, signed by the identity key. */
  public static SignedPreKeyRecord generate(
      int id, KeyPair identity, RandomBytes random, Instant now) {
    KeyPair key = Curve25519.generate(random);
    return new SignedPreKeyRecord(
        id, key, Curve25519.sign(identity.privateKey(), key.publicKey().serialized(), random), now);
  }
}
