package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.AesCbc;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys of one message to a group: initialisation vector and cipher key. */
final class GroupMessageKeys {
  private static final byte[] INFO = "WhisperGroup".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SALT = new byte[32];

  private final byte[] iv;
  private final byte[] cipherKey;

  private GroupMessageKeys(byte[] material) {
    iv = Arrays.copyOfRange(material, 0, 16);
    cipherKey = Arrays.copyOfRange(material, 16, 48);
  }

  static GroupMessageKeys derive(MessageKeySeed seed) {
    return new GroupMessageKeys(Hkdf.derive(seed.bytes().toByteArray(), NO_SALT, INFO, 48));
  }

  byte[] encrypt(byte[] plaintext) {
    return AesCbc.encrypt(cipherKey, iv, plaintext);
  }

  byte[] decrypt(byte[] ciphertext) throws AuthenticationException {
    return AesCbc.decrypt(cipherKey, iv, ciphertext);
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "GroupMessageKeys[hidden]";
  }
}
