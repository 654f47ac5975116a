package dev.kubezap.pod.store;

import dev.kubezap.whatsapp.crypto.AesGcmKey;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * XAES-256-GCM under one key, as the C2SP specification defines it: AES-256-GCM under a key derived
 * from the first half of a 24-byte nonce. Safe for use by several threads; keeps the ciphers, whose
 * making costs more than their work.
 */
final class XaesKey {
  /** Bytes of a nonce. */
  static final int NONCE_LENGTH = 24;

  private static final int BLOCK = 16;

  /** Bytes of the nonce that the key of AES-GCM is derived from; the others are its nonce. */
  static final int HALF = 12;

  /**
   * The cipher that derives, and what was derived last: neighbours share the nonce's first half.
   */
  private static final class Engine {
    final Cipher aes;
    private byte[] half = {};
    private Optional<AesGcmKey> derived = Optional.empty();

    Engine(Cipher aes) {
      this.aes = aes;
    }

    AesGcmKey key(byte[] nonce, byte[] subkey) throws GeneralSecurityException {
      Optional<AesGcmKey> known = derived.filter(_ -> Arrays.equals(half, 0, HALF, nonce, 0, HALF));
      if (known.isPresent()) {
        return known.get();
      }
      AesGcmKey fresh = new AesGcmKey(derived(aes, nonce, subkey));
      half = Arrays.copyOf(nonce, HALF);
      derived = Optional.of(fresh);
      return fresh;
    }
  }

  private final SecretKeySpec key;
  private final byte[] subkey;
  private final ConcurrentLinkedQueue<Engine> idle = new ConcurrentLinkedQueue<>();

  XaesKey(DataKey dataKey) {
    key = new SecretKeySpec(dataKey.bytes(), "AES");
    try {
      Engine engine = engine();
      subkey = doubled(engine.aes.doFinal(new byte[BLOCK]));
      idle.add(engine);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  /**
   * Encrypts.
   *
   * @param nonce never used twice
   */
  byte[] seal(byte[] nonce, byte[] context, byte[] plaintext) {
    try {
      Engine engine = take();
      byte[] sealed =
          engine
              .key(nonce, subkey)
              .encrypt(Arrays.copyOfRange(nonce, HALF, NONCE_LENGTH), context, plaintext);
      idle.add(engine);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  /**
   * Decrypts what a record holds from an offset on.
   *
   * @throws AuthenticationException when another text, nonce or context was encrypted
   */
  byte[] open(byte[] nonce, byte[] context, byte[] record, int offset)
      throws AuthenticationException {
    try {
      Engine engine = take();
      byte[] second = Arrays.copyOfRange(nonce, HALF, NONCE_LENGTH);
      byte[] plaintext = engine.key(nonce, subkey).decrypt(second, context, record, offset);
      // Not after a failure: its state is not worth thinking about.
      idle.add(engine);
      return plaintext;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  private Engine take() throws GeneralSecurityException {
    Engine kept = idle.poll();
    return kept == null ? engine() : kept;
  }

  @SuppressWarnings("InsecureCipherMode") // Single blocks of CMAC, as XAES-256-GCM defines them.
  private Engine engine() throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, key);
    return new Engine(aes);
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
