package dev.kubezap.whatsapp.store;

import com.google.protobuf.ByteString;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Reads stored bytes as the value of their key, in the same way for every store. */
public final class StoredValue {
  private static final Logger LOG = System.getLogger(StoredValue.class.getName());

  private StoredValue() {}

  /** The bytes that a store holds under a key. */
  public interface Encoded {

    /**
     * Gets the bytes, decrypted.
     *
     * @throws StoredStateException when they cannot be decrypted
     */
    ByteString bytes();
  }

  /**
   * Decodes a value; empty when it is damaged and its kind can do without it.
   *
   * @throws StoredStateException when it is damaged and its kind cannot do without it
   */
  public static <V> Optional<Object> decode(RecordKey<V> key, Encoded encoded) {
    V value;
    try {
      value = key.decode(encoded.bytes());
    } catch (StoredStateException damaged) {
      if (!key.isAbsentWhenDamaged()) {
        throw damaged;
      }
      LOG.log(Level.WARNING, "a damaged record counts as absent: " + damaged.getMessage());
      return Optional.empty();
    }
    if (value == null) {
      throw new StoredStateException("nothing was read of " + key.kind());
    }
    return Optional.of(value);
  }
}
