package dev.kubezap.pod.store;

import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

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
  private static final int HEADER = 1 + DataKey.ID_LENGTH + XaesKey.NONCE_LENGTH;

  /** Bytes by which a record is longer than what it holds. */
  public static final int OVERHEAD = HEADER + AesGcm.TAG_LENGTH;

  private record Key(DataKey data, XaesKey xaes) {}

  private final List<Key> keys;
  private final RecordNonces nonces;

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
    this.keys = keys.stream().map(key -> new Key(key, new XaesKey(key))).toList();
    this.nonces = new RecordNonces(random);
  }

  /** Whether records under other keys than the one to encrypt with can be read. */
  boolean hasOlderKeys() {
    return keys.size() > 1;
  }

  /** The id of the key to encrypt with, as it stands in records from their second byte on. */
  byte[] currentId() {
    return keys.getFirst().data().id();
  }

  /** The same for people. */
  String currentIdText() {
    return keys.getFirst().data().idText();
  }

  /**
   * Encrypts.
   *
   * @param context what the record is and where it lies; it must be the same when the record is
   *     opened
   */
  public byte[] seal(byte[] plaintext, byte[] context) {
    byte[] nonce = nonces.next();
    Key key = keys.getFirst();
    ByteBuffer record = ByteBuffer.allocate(plaintext.length + OVERHEAD);
    record.put(VERSION).put(key.data().id()).put(nonce);
    return record.put(key.xaes().seal(nonce, context, plaintext)).array();
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
    for (Key key : keys) {
      if (Arrays.equals(key.data().id(), id)) {
        try {
          byte[] nonce = Arrays.copyOfRange(record, 1 + DataKey.ID_LENGTH, HEADER);
          return key.xaes().open(nonce, context, record, HEADER);
        } catch (AuthenticationException e) {
          throw new UnreadableRecordException("a stored record was changed, moved or damaged");
        }
      }
    }
    throw new UnreadableRecordException(
        "a stored record needs the data key with id "
            + HexFormat.of().formatHex(id)
            + ", configured is "
            + keys.getFirst().data().idText());
  }
}
