package dev.kubezap.simulator.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes and key derivation. */
public final class Digests {
  private static final int HMAC_BLOCK = 64;
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

  /**
   * HMAC-SHA256 (RFC 2104), over the digest itself: finding and preparing the JDK's own costs
   * several times what the code of a short text does, and phones make many.
   */
  public static Bytes hmac(Bytes key, Bytes... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block =
          Arrays.copyOf(
              key.size() > HMAC_BLOCK ? digest.digest(key.toArray()) : key.toArray(), HMAC_BLOCK);
      digest.update(masked(block, 0x36));
      for (Bytes part : parts) {
        digest.update(part.toArray());
      }
      byte[] inner = digest.digest();
      digest.update(masked(block, 0x5c));
      return Bytes.of(digest.digest(inner));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] masked(byte[] block, int mask) {
    byte[] masked = new byte[block.length];
    for (int i = 0; i < block.length; i++) {
      masked[i] = (byte) (block[i] ^ mask);
    }
    return masked;
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
