package dev.kubezap.pod.store;

import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Encrypts the rows of one session, each bound to its table and key: a moved row does not decrypt.
 */
public final class RowCipher {
  private final RecordCipher cipher;
  private final long sessionId;

  /** For the rows of one session. */
  public RowCipher(RecordCipher cipher, long sessionId) {
    this.cipher = cipher;
    this.sessionId = sessionId;
  }

  /** Encrypts what the row {@code key} of {@code table} holds. */
  public byte[] seal(String table, String key, byte[] plaintext) {
    return cipher.seal(plaintext, context(table, key));
  }

  /**
   * Decrypts what the row {@code key} of {@code table} holds.
   *
   * @throws StoredStateException when it is not what was stored there with one of our keys
   */
  public byte[] open(String table, String key, byte[] sealed) {
    try {
      return cipher.open(sealed, context(table, key));
    } catch (UnreadableRecordException e) {
      throw new StoredStateException(table + ": " + e.getMessage(), e);
    }
  }

  private byte[] context(String table, String key) {
    byte[] tableBytes = table.getBytes(StandardCharsets.UTF_8);
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + Short.BYTES + tableBytes.length + keyBytes.length)
        .putLong(sessionId)
        .putShort((short) tableBytes.length)
        .put(tableBytes)
        .put(keyBytes)
        .array();
  }
}
