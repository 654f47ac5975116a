package dev.kubezap.gateway.stream;

import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.name.SessionId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far somebody has read every session's events, which the id of each event in a stream of all
 * sessions says: whichever gateway they come back to, they go on there. Pure.
 *
 * @param at when the id was made; sessions that are younger have been missed from their begin
 * @param sequences the last event of each session, by {@link #keyOf}
 */
record Places(Instant at, Map<Long, Long> sequences) {

  /** Nobody's. */
  static final Places NONE = new Places(Instant.EPOCH, Map.of());

  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 5;
  private static final int LONGEST_ENTRY = KEY_BYTES + 10;
  private static final int HEAD = 9;
  private static final int DIGITS = 0x7F;
  private static final int MORE = 0x80;

  Places {
    sequences = Map.copyOf(sequences);
  }

  /**
   * What a session is called in an id: 40 bits of a digest of its name and its resource, so that a
   * session that was made anew is another one. Two that are called the same by chance would share
   * the lower place, and lose nothing.
   */
  static long keyOf(SessionId session, String uid) {
    String digest = KeyDigest.of(session + " " + uid).hex();
    return HexFormat.fromHexDigitsToLong(digest, 0, 2 * KEY_BYTES);
  }

  /** The last event that was read of a session; empty when nothing is known of it. */
  OptionalLong of(long key) {
    Long sequence = sequences.get(key);
    return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
  }

  /** As an id. */
  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + sequences.size() * LONGEST_ENTRY);
    bytes.put(VERSION).putLong(at.getEpochSecond());
    sequences.forEach(
        (key, sequence) -> {
          bytes.put((byte) (key >> 32)).putInt((int) (long) key);
          long rest = sequence;
          while (rest > DIGITS) {
            bytes.put((byte) ((rest & DIGITS) | MORE));
            rest >>>= 7;
          }
          bytes.put((byte) rest);
        });
    byte[] written = new byte[bytes.position()];
    bytes.flip().get(written);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(written);
  }

  /** The places in an id; empty when it is none of ours. */
  static Optional<Places> parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.get() != VERSION) {
        return Optional.empty();
      }
      long seconds = bytes.getLong();
      if (seconds < 0 || seconds > Integer.toUnsignedLong(-1)) {
        return Optional.empty();
      }
      var sequences = new HashMap<Long, Long>();
      while (bytes.hasRemaining()) {
        long key = (long) Byte.toUnsignedInt(bytes.get()) << 32;
        key |= Integer.toUnsignedLong(bytes.getInt());
        sequences.merge(key, sequence(bytes), Math::min);
      }
      return Optional.of(new Places(Instant.ofEpochSecond(seconds), sequences));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static long sequence(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      int next = bytes.get();
      value |= (long) (next & DIGITS) << shift;
      if ((next & MORE) == 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("no sequence is so long");
  }
}
