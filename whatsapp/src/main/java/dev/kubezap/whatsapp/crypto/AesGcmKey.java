package dev.kubezap.whatsapp.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM (NIST SP 800-38D) under one key that is used often, with a 12-byte nonce and a 16-byte
 * tag behind the ciphertext. Put together from the JDK's AES and {@link Ghash}; keeps its cipher,
 * whose making costs more than a short message. Not thread-safe.
 */
public final class AesGcmKey {
  private static final int BLOCK = Ghash.BLOCK;

  /** Blocks of the key stream that are made at once. */
  private static final int BLOCKS = 256;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final Cipher aes;
  private final Ghash hash;

  /**
   * @param key 16, 24 or 32 bytes
   */
  @SuppressWarnings(
      "InsecureCipherMode") // Single blocks: those of the counter and of the hash's key.
  public AesGcmKey(byte[] key) {
    try {
      aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks AES, or a key of this length", e);
    }
    hash = new Ghash(inPlace(new byte[BLOCK]));
  }

  /**
   * Encrypts and authenticates.
   *
   * @param nonce 12 bytes, never used twice with one key
   * @param associated data that is authenticated but not encrypted; may be empty
   */
  public byte[] encrypt(byte[] nonce, byte[] associated, byte[] plaintext) {
    check(nonce);
    byte[] sealed = Arrays.copyOf(plaintext, plaintext.length + AesGcm.TAG_LENGTH);
    byte[] mask = crypt(nonce, sealed, plaintext.length);
    byte[] tag = tag(mask, associated, sealed, 0, plaintext.length);
    System.arraycopy(tag, 0, sealed, plaintext.length, AesGcm.TAG_LENGTH);
    return sealed;
  }

  /**
   * Checks and decrypts.
   *
   * @throws AuthenticationException if ciphertext, nonce, key or associated data do not belong
   *     together
   */
  public byte[] decrypt(byte[] nonce, byte[] associated, byte[] ciphertext)
      throws AuthenticationException {
    return decrypt(nonce, associated, ciphertext, 0);
  }

  /**
   * The same for a ciphertext that goes from an offset to the end.
   *
   * @throws AuthenticationException if ciphertext, nonce, key or associated data do not belong
   *     together
   */
  public byte[] decrypt(byte[] nonce, byte[] associated, byte[] bytes, int offset)
      throws AuthenticationException {
    check(nonce);
    int length = bytes.length - offset - AesGcm.TAG_LENGTH;
    if (length < 0) {
      throw new AuthenticationException("ciphertext is shorter than its tag");
    }
    byte[] tag = tag(stream(nonce, 1, 1), associated, bytes, offset, length);
    byte[] claimed = Arrays.copyOfRange(bytes, offset + length, bytes.length);
    if (!MessageDigest.isEqual(tag, claimed)) {
      throw new AuthenticationException("tag does not match");
    }
    byte[] plaintext = Arrays.copyOfRange(bytes, offset, offset + length);
    crypt(nonce, plaintext, length);
    return plaintext;
  }

  private static void check(byte[] nonce) {
    if (nonce.length != AesGcm.NONCE_LENGTH) {
      throw new IllegalArgumentException("nonce of " + nonce.length + " bytes, expected 12");
    }
  }

  /**
   * Adds the key stream to the beginning of a text.
   *
   * @return the block before it, which hides the tag
   */
  private byte[] crypt(byte[] nonce, byte[] text, int length) {
    int blocks = 1 + Math.ceilDiv(length, BLOCK);
    byte[] first = stream(nonce, 1, Math.min(BLOCKS, blocks));
    add(first, BLOCK, text, 0, Math.min(length, first.length - BLOCK));
    for (int done = BLOCKS; done < blocks; done += BLOCKS) {
      byte[] next = stream(nonce, 1 + done, Math.min(BLOCKS, blocks - done));
      int at = (done - 1) * BLOCK;
      add(next, 0, text, at, Math.min(length - at, next.length));
    }
    return first;
  }

  /** Some blocks of the key stream, from the one that is made of this count. */
  private byte[] stream(byte[] nonce, int count, int blocks) {
    byte[] counters = new byte[blocks * BLOCK];
    for (int i = 0; i < blocks; i++) {
      System.arraycopy(nonce, 0, counters, i * BLOCK, AesGcm.NONCE_LENGTH);
      INTS.set(counters, i * BLOCK + AesGcm.NONCE_LENGTH, count + i);
    }
    return inPlace(counters);
  }

  private byte[] inPlace(byte[] blocks) {
    try {
      aes.update(blocks, 0, blocks.length, blocks, 0);
      return blocks;
    } catch (ShortBufferException e) {
      throw new IllegalStateException("AES makes a block of each block", e);
    }
  }

  private byte[] tag(byte[] mask, byte[] associated, byte[] ciphertext, int offset, int length) {
    byte[] tag = hash.of(associated, ciphertext, offset, length);
    add(mask, 0, tag, 0, AesGcm.TAG_LENGTH);
    return tag;
  }

  /** Adds bit by bit, in the second array's place. */
  private static void add(byte[] from, int offset, byte[] to, int at, int length) {
    int done = 0;
    for (; done <= length - Long.BYTES; done += Long.BYTES) {
      long sum = (long) LONGS.get(from, offset + done) ^ (long) LONGS.get(to, at + done);
      LONGS.set(to, at + done, sum);
    }
    for (; done < length; done++) {
      to[at + done] ^= from[offset + done];
    }
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "AesGcmKey";
  }
}
