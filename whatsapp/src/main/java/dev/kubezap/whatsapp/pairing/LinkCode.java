package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AesCtr;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.nio.charset.StandardCharsets;

/** The cryptography of pairing codes (PROTOCOL.md 7). */
final class LinkCode {
  private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";
  private static final int SALT = 32;
  private static final int IV = 16;
  private static final int KEY = 32;

  /** Length of a wrapped key. */
  static final int WRAPPED = SALT + IV + KEY;

  private static final byte[] NO_SALT = new byte[0];
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] BUNDLE_INFO = ascii("link_code_pairing_key_bundle_encryption_key");
  private static final byte[] SECRET_INFO = ascii("adv_secret");

  private LinkCode() {}

  /**
   * What this device sends when a phone confirmed the code.
   *
   * @param bundle the wrapped identities, 156 bytes
   * @param advSecret authenticates what the phone will sign
   */
  record Finish(ByteString bundle, ByteString advSecret) {
    @Override
    public String toString() {
      return "Finish[hidden]";
    }
  }

  /** A new code of 8 characters, from 5 random bytes. */
  static String generate(RandomBytes random) {
    return text(random.next(5));
  }

  /** Five bytes as 8 characters. */
  static String text(byte[] bytes) {
    long bits = 0;
    for (byte value : bytes) {
      bits = (bits << 8) | (value & 0xff);
    }
    StringBuilder code = new StringBuilder();
    for (int shift = 35; shift >= 0; shift -= 5) {
      code.append(ALPHABET.charAt((int) ((bits >> shift) & 31)));
    }
    return code.toString();
  }

  /** A code as it is shown: {@code XXXX-XXXX}. */
  static String shown(String code) {
    return code.substring(0, 4) + "-" + code.substring(4);
  }

  /**
   * Wraps a public key with a code: salt, IV and ciphertext, 80 bytes.
   *
   * @param derivation makes the key that wraps
   */
  static ByteString wrap(
      CodeKeyDerivation derivation, String code, PublicKey key, RandomBytes random) {
    byte[] salt = random.next(SALT);
    byte[] iv = random.next(IV);
    byte[] wrapped = AesCtr.apply(derivation.derive(code, salt), iv, key.bytes().toByteArray());
    return ByteString.copyFrom(salt)
        .concat(ByteString.copyFrom(iv))
        .concat(ByteString.copyFrom(wrapped));
  }

  /**
   * Opens what {@link #wrap} made. A wrong code gives another key, which shows only later.
   *
   * @param derivation the one that it was wrapped by
   * @param wrapped {@link #WRAPPED} bytes
   */
  static PublicKey unwrap(CodeKeyDerivation derivation, String code, ByteString wrapped) {
    byte[] salt = wrapped.substring(0, SALT).toByteArray();
    byte[] iv = wrapped.substring(SALT, SALT + IV).toByteArray();
    return PublicKey.of(
        AesCtr.apply(
            derivation.derive(code, salt), iv, wrapped.substring(SALT + IV).toByteArray()));
  }

  /**
   * Answers a phone's confirmation.
   *
   * @param ephemeral this device's key pair of the code
   * @param identity this device's identity
   * @param phoneEphemeral the phone's key, unwrapped
   * @throws InvalidKeyException if one of the phone's keys is none
   */
  static Finish finish(
      KeyPair ephemeral,
      KeyPair identity,
      PublicKey phoneEphemeral,
      PublicKey phoneIdentity,
      RandomBytes random)
      throws InvalidKeyException {
    byte[] shared = Curve25519.agree(ephemeral.privateKey(), phoneEphemeral);
    byte[] salt = random.next(KEY);
    byte[] nonce = random.next(AesGcm.NONCE_LENGTH);
    byte[] chance = random.next(KEY);
    ByteString identities = identity.publicKey().bytes().concat(phoneIdentity.bytes());
    byte[] sealed =
        AesGcm.encrypt(
            Hkdf.derive(shared, salt, BUNDLE_INFO, KEY),
            nonce,
            NOTHING,
            identities.concat(ByteString.copyFrom(chance)).toByteArray());
    ByteString secretInput =
        ByteString.copyFrom(shared)
            .concat(ByteString.copyFrom(Curve25519.agree(identity.privateKey(), phoneIdentity)))
            .concat(ByteString.copyFrom(chance));
    return new Finish(
        ByteString.copyFrom(salt)
            .concat(ByteString.copyFrom(nonce))
            .concat(ByteString.copyFrom(sealed)),
        ByteString.copyFrom(Hkdf.derive(secretInput.toByteArray(), NO_SALT, SECRET_INFO, KEY)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
