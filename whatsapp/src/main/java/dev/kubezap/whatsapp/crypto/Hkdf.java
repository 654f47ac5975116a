package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF-SHA256 (RFC 5869), extract and expand in one. */
public final class Hkdf {
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
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(inputKey)
                  .addSalt(salt)
                  .thenExpand(info, length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF-SHA256 failed for " + length + " bytes", e);
    }
  }
}
