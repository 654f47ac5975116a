package dev.kubezap.simulator.pairing;

import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.InvalidCiphertextException;
import dev.kubezap.simulator.crypto.KeyPair;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The phone's part of linking by code.
 *
 * @param identityKey the account's
 * @param ephemeral the phone's key of this try
 * @param companionKey the companion's ephemeral key, right only if the code was
 * @param wrappedEphemeralKey ours, encrypted under the code
 */
record PrimaryLinkCode(
    KeyPair identityKey, KeyPair ephemeral, Bytes companionKey, Bytes wrappedEphemeralKey) {
  private static final int ITERATIONS = 131_072;
  private static final int BUNDLE = 156;

  static PrimaryLinkCode begin(
      String typed, Bytes wrappedCompanionKey, KeyPair identityKey, SecureRandom random) {
    String code = typed.replace("-", "").replace(" ", "").toUpperCase(Locale.ROOT);
    if (code.length() != 8) {
      throw new PairingException("A pairing code has 8 characters");
    }
    Bytes key = Digests.pbkdf2(code, wrappedCompanionKey.slice(0, 32), ITERATIONS);
    Bytes companion =
        Aes.ctr(key, wrappedCompanionKey.slice(32, 48), wrappedCompanionKey.slice(48));
    KeyPair ephemeral = Curve25519.generate(random);
    byte[] saltAndIv = new byte[48];
    random.nextBytes(saltAndIv);
    Bytes salt = Bytes.of(saltAndIv).slice(0, 32);
    Bytes iv = Bytes.of(saltAndIv).slice(32);
    Bytes ownKey = Digests.pbkdf2(code, salt, ITERATIONS);
    Bytes wrapped = Bytes.concat(salt, iv, Aes.ctr(ownKey, iv, ephemeral.publicKey()));
    return new PrimaryLinkCode(identityKey, ephemeral, companion, wrapped);
  }

  /** The ADV secret that both sides derive; empty when the bundle shows that the code was wrong. */
  Optional<Bytes> finish(Bytes bundle, Bytes companionIdentity) {
    if (bundle.size() != BUNDLE) {
      return Optional.empty();
    }
    try {
      Bytes shared = Curve25519.agree(ephemeral.privateKey(), companionKey);
      Bytes info = Bytes.utf8("link_code_pairing_key_bundle_encryption_key");
      Bytes key = Digests.hkdf(shared, bundle.slice(0, 32), info, 32);
      Bytes plain = Aes.gcmDecrypt(key, bundle.slice(32, 44), Bytes.EMPTY, bundle.slice(44));
      if (!plain.slice(0, 32).equals(companionIdentity)
          || !plain.slice(32, 64).equals(identityKey.publicKey())) {
        return Optional.empty();
      }
      Bytes identities = Curve25519.agree(identityKey.privateKey(), companionIdentity);
      Bytes secret = Bytes.concat(shared, identities, plain.slice(64));
      return Optional.of(Digests.hkdf(secret, "adv_secret", 32));
    } catch (InvalidCiphertextException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
