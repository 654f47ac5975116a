package dev.kubezap.whatsapp.store;

import com.google.protobuf.ByteString;

/**
 * The name of one record of key-value state, with the way its value becomes bytes. Every kind of
 * record is one small type that implements this beside the code that uses it; stores treat all of
 * them alike and encrypt every value at rest.
 *
 * <p>Implementations are records, so that equal names are equal keys.
 *
 * @param <V> an immutable value
 */
public interface RecordKey<V> {

  /**
   * The kind's stable name in the database, such as {@code signal-session}: the text of a {@link
   * RecordKind}, which says how long such records are kept.
   */
  String kind();

  /** The record's stable name within its kind, at most 512 characters. */
  String name();

  /**
   * About how many bytes a value takes in memory, for kinds whose values may be large; asked often,
   * so it must be cheap.
   */
  default int size(V value) {
    return 0;
  }

  /**
   * Whether a stored value that cannot be read counts as none. True for what is made anew when it
   * is missing; the damaged value is logged. False for everything else: reading it is an error
   * then.
   */
  default boolean isAbsentWhenDamaged() {
    return false;
  }

  /** The stored form of a value. */
  ByteString encode(V value);

  /**
   * The value of a stored form.
   *
   * @throws StoredStateException when the bytes are not a stored form of this kind
   */
  V decode(ByteString encoded);
}
