package dev.kubezap.pod.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts records at rest: XAES-256-GCM (C2SP), which is AES-256-GCM under a key derived from the
 * data key and one half of a random 24-byte nonce. A session writes so many records that random
 * 12-byte nonces alone under one key would not be safe.
 *
 * <p>Record: version (1 byte), id of the data key (4), nonce (24), ciphertext with tag (16 more
 * than the plaintext).
 */
public final class RecordCipher {
  private static final byte VERSION = 1;
  private static final int NONCE_LENGTH = 24;
  private static final int TAG_BITS = 128;
  private static final int HEADER = 1 + DataKey.ID_LENGTH + NONCE_LENGTH;

  /** Bytes by which a record is longer than what it holds. */
  public static final int OVERHEAD = HEADER + TAG_BITS / 8;

  private final List<DataKey> keys;
  private final RandomGenerator random;

  /**
   * Prepares.
   *
   * @param keys the one to encrypt with first, then those that older records may still need
   * @param random a cryptographically secure source
   */
  public RecordCipher(List<DataKey> keys, RandomGenerator random) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("at least one data key is needed");
    }
    this.keys = List.copyOf(keys);
    this.random = random;
  }

  /**
   * Encrypts.
   *
   * @param context what the record is and where it lies; it must be the same when the record is
   *     opened
   */
  public byte[] seal(byte[] plaintext, byte[] context) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    DataKey key = keys.getFirst();
    ByteBuffer record = ByteBuffer.allocate(plaintext.length + OVERHEAD);
    record.put(VERSION).put(key.id()).put(nonce);
    try {
      record.put(cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plaintext));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM cannot fail to encrypt", e);
    }
    return record.array();
  }

  /**
   * Decrypts.
   *
   * @throws UnreadableRecordException when the key is not ours or the record was changed or moved
   */
  public byte[] open(byte[] record, byte[] context) throws UnreadableRecordException {
    if (record.length < OVERHEAD || record[0] != VERSION) {
      throw new UnreadableRecordException("a stored record has an unknown form");
    }
    byte[] id = Arrays.copyOfRange(record, 1, 1 + DataKey.ID_LENGTH);
    for (DataKey key : keys) {
      if (Arrays.equals(key.id(), id)) {
        try {
          byte[] nonce = Arrays.copyOfRange(record, 1 + DataKey.ID_LENGTH, HEADER);
          return cipher(Cipher.DECRYPT_MODE, key, nonce, context)
              .doFinal(record, HEADER, record.length - HEADER);
        } catch (GeneralSecurityException e) {
          throw new UnreadableRecordException("a stored record was changed, moved or damaged");
        }
      }
    }
    throw new UnreadableRecordException(
        "a stored record needs the data key with id "
            + HexFormat.of().formatHex(id)
            + ", configured is "
            + keys.getFirst().idText());
  }

  static Cipher cipher(int mode, DataKey key, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        mode,
        new SecretKeySpec(derived(key, nonce), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce, 12, 12));
    gcm.updateAAD(context);
    return gcm;
  }

  /** The key of one nonce: two blocks of CMAC over counter, label and the nonce's first half. */
  @SuppressWarnings("InsecureCipherMode") // Single blocks of CMAC, as XAES-256-GCM defines them.
  private static byte[] derived(DataKey key, byte[] nonce) throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.bytes(), "AES"));
    byte[] subkey = doubled(aes.doFinal(new byte[16]));
    byte[] blocks = new byte[32];
    for (int counter = 1; counter <= 2; counter++) {
      int start = 16 * (counter - 1);
      blocks[start + 1] = (byte) counter;
      blocks[start + 2] = 'X';
      System.arraycopy(nonce, 0, blocks, start + 4, 12);
      for (int i = 0; i < 16; i++) {
        blocks[start + i] ^= subkey[i];
      }
    }
    return aes.doFinal(blocks);
  }

  /** Doubling in GF(2^128), as CMAC makes its first subkey. */
  private static byte[] doubled(byte[] block) {
    byte[] shifted = new byte[16];
    int carry = 0;
    for (int i = 15; i >= 0; i--) {
      int value = (block[i] & 0xFF) << 1 | carry;
      shifted[i] = (byte) value;
      carry = value >>> 8;
    }
    shifted[15] ^= (byte) (carry == 1 ? 0x87 : 0);
    return shifted;
  }
}
