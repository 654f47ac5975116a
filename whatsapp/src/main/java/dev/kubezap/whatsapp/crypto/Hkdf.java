package dev.kubezap.whatsapp.crypto;

/** HKDF-SHA256 (RFC 5869), extract and expand in one. */
public final class Hkdf {
  private static final int MAXIMUM = 255 * Hmac.LENGTH;

  private Hkdf() {}

  /**
   * Derives key material.
   *
   * @param inputKey the secret to derive from; empty is allowed, as Noise needs it
   * @param salt public or secret salt; empty stands for 32 zero bytes
   * @param info what the result is for; may be empty
   * @param length bytes wanted, 1 to 8160
   */
  public static byte[] derive(byte[] inputKey, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > MAXIMUM) {
      throw new IllegalArgumentException(
          length + " bytes are wanted of HKDF, which gives 1 to 8160");
    }
    KeyedHash expanding = new KeyedHash(new KeyedHash(salt).of(inputKey));
    byte[] derived = new byte[length];
    byte[] block = {};
    byte[] counter = {0};
    for (int from = 0; from < length; from += Hmac.LENGTH) {
      counter[0]++;
      block = expanding.of(block, info, counter);
      System.arraycopy(block, 0, derived, from, Math.min(Hmac.LENGTH, length - from));
    }
    return derived;
  }
}
