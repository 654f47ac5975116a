package dev.kubezap.pod.store;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XAES-256-GCM under one key, as the C2SP specification defines it: AES-256-GCM under a key derived
 * from the first half of a 24-byte nonce. Safe for use by several threads; keeps the ciphers, whose
 * making costs more than their work.
 */
final class XaesKey {
  /** Bytes of a nonce. */
  static final int NONCE_LENGTH = 24;

  /** Bits of a tag. */
  static final int TAG_BITS = 128;

  private static final int BLOCK = 16;

  /** Bytes of the nonce that the key of AES-GCM is derived from; the others are its nonce. */
  static final int HALF = 12;

  /** Ciphers, and the key that was derived last: neighbours share the nonce's first half. */
  private static final class Engines {
    final Cipher aes;
    final Cipher gcm;
    private byte[] half = {};
    private SecretKeySpec derived = new SecretKeySpec(new byte[2 * BLOCK], "AES");

    Engines(Cipher aes, Cipher gcm) {
      this.aes = aes;
      this.gcm = gcm;
    }

    SecretKeySpec key(byte[] nonce, byte[] subkey) throws GeneralSecurityException {
      if (half.length == 0 || !Arrays.equals(half, 0, HALF, nonce, 0, HALF)) {
        derived = new SecretKeySpec(derived(aes, nonce, subkey), "AES");
        half = Arrays.copyOf(nonce, HALF);
      }
      return derived;
    }
  }

  private final SecretKeySpec key;
  private final byte[] subkey;
  private final ConcurrentLinkedQueue<Engines> idle = new ConcurrentLinkedQueue<>();

  XaesKey(DataKey dataKey) {
    key = new SecretKeySpec(dataKey.bytes(), "AES");
    try {
      Engines engines = engines();
      subkey = doubled(engines.aes.doFinal(new byte[BLOCK]));
      idle.add(engines);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES and its modes", e);
    }
  }

  /**
   * Encrypts or decrypts.
   *
   * @param mode {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE}
   * @param nonce never used twice for encrypting
   * @throws GeneralSecurityException when decrypting finds another text, nonce or context than was
   *     encrypted
   */
  byte[] apply(int mode, byte[] nonce, byte[] context, byte[] input, int offset, int length)
      throws GeneralSecurityException {
    Engines kept = idle.poll();
    Engines engines = kept == null ? engines() : kept;
    Cipher gcm = engines.gcm;
    gcm.init(mode, engines.key(nonce, subkey), new GCMParameterSpec(TAG_BITS, nonce, HALF, HALF));
    gcm.updateAAD(context);
    byte[] output = gcm.doFinal(input, offset, length);
    // Not after a failure: its state is not worth thinking about.
    idle.add(engines);
    return output;
  }

  @SuppressWarnings("InsecureCipherMode") // Single blocks of CMAC, as XAES-256-GCM defines them.
  private Engines engines() throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, key);
    return new Engines(aes, Cipher.getInstance("AES/GCM/NoPadding"));
  }

  /** The key of one nonce: two blocks of CMAC over counter, label and the nonce's first half. */
  private static byte[] derived(Cipher aes, byte[] nonce, byte[] subkey)
      throws GeneralSecurityException {
    byte[] blocks = new byte[2 * BLOCK];
    for (int counter = 1; counter <= 2; counter++) {
      int start = BLOCK * (counter - 1);
      blocks[start + 1] = (byte) counter;
      blocks[start + 2] = 'X';
      System.arraycopy(nonce, 0, blocks, start + 4, HALF);
      for (int i = 0; i < BLOCK; i++) {
        blocks[start + i] ^= subkey[i];
      }
    }
    return aes.doFinal(blocks);
  }

  /** Doubling in GF(2^128), as CMAC makes its first subkey. */
  private static byte[] doubled(byte[] block) {
    byte[] shifted = new byte[BLOCK];
    int carry = 0;
    for (int i = BLOCK - 1; i >= 0; i--) {
      int value = (block[i] & 0xFF) << 1 | carry;
      shifted[i] = (byte) value;
      carry = value >>> 8;
    }
    shifted[BLOCK - 1] ^= (byte) (carry == 1 ? 0x87 : 0);
    return shifted;
  }
}
