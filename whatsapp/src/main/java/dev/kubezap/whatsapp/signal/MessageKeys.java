package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.AesCbc;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys of one message: cipher key, MAC key and initialisation vector. */
final class MessageKeys {
  private static final byte[] INFO = "WhisperMessageKeys".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SALT = new byte[32];

  private final byte[] cipherKey;
  private final byte[] macKey;
  private final byte[] iv;

  private MessageKeys(byte[] material) {
    cipherKey = Arrays.copyOfRange(material, 0, 32);
    macKey = Arrays.copyOfRange(material, 32, 64);
    iv = Arrays.copyOfRange(material, 64, 80);
  }

  static MessageKeys derive(MessageKeySeed seed) {
    return new MessageKeys(Hkdf.derive(seed.bytes().toByteArray(), NO_SALT, INFO, 80));
  }

  byte[] encrypt(byte[] plaintext) {
    return AesCbc.encrypt(cipherKey, iv, plaintext);
  }

  byte[] decrypt(byte[] ciphertext) throws AuthenticationException {
    return AesCbc.decrypt(cipherKey, iv, ciphertext);
  }

  byte[] macKey() {
    return macKey;
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "MessageKeys[hidden]";
  }
}
