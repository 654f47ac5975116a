package dev.kubezap.simulator.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Hashes and key derivation. */
public final class Digests {
  private static final Bytes ZERO_SALT = Bytes.of(new byte[32]);

  private Digests() {}

  /** SHA-256. */
  public static Bytes sha256(Bytes data) {
    return digest("SHA-256", data);
  }

  /** SHA-512. */
  public static Bytes sha512(Bytes data) {
    return digest("SHA-512", data);
  }

  private static Bytes digest(String algorithm, Bytes data) {
    try {
      return Bytes.of(MessageDigest.getInstance(algorithm).digest(data.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HMAC-SHA256. */
  public static Bytes hmac(Bytes key, Bytes... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // The JDK refuses an empty key; a zero byte means the same to HMAC, which pads with zeros.
      mac.init(new SecretKeySpec(key.size() == 0 ? new byte[1] : key.toArray(), "HmacSHA256"));
      for (Bytes part : parts) {
        mac.update(part.toArray());
      }
      return Bytes.of(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HKDF-SHA256 with 32 zero bytes of salt, which equals none. */
  public static Bytes hkdf(Bytes secret, String info, int size) {
    return hkdf(secret, ZERO_SALT, Bytes.utf8(info), size);
  }

  /** HKDF-SHA256. */
  public static Bytes hkdf(Bytes secret, Bytes salt, Bytes info, int size) {
    Bytes key = hmac(salt, secret);
    Bytes block = Bytes.EMPTY;
    Bytes out = Bytes.EMPTY;
    for (int i = 1; out.size() < size; i++) {
      block = hmac(key, block, info, Bytes.of((byte) i));
      out = Bytes.concat(out, block);
    }
    return out.slice(0, size);
  }

  /** PBKDF2-HMAC-SHA256 of an ASCII password to 32 bytes. */
  public static Bytes pbkdf2(String password, Bytes salt, int iterations) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt.toArray(), iterations, 256);
      SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
      return Bytes.of(factory.generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
