package dev.kubezap.whatsapp.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * GHASH (NIST SP 800-38D, 6.4), the hash of AES-GCM, under one key. Not thread-safe.
 *
 * <p>The JDK's goes through a block bit by bit, unless the second compiler replaces it; in a
 * process that has the first one only it takes most of an encryption's time. This one multiplies
 * without carries by ordinary multiplications of numbers in which only every fourth bit is used, so
 * that the carries end in the unused ones: no table is read and nothing branches on what is secret,
 * so that its time depends on the length alone.
 */
final class Ghash {
  /** Bytes of a block, and of the hash. */
  static final int BLOCK = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long EVERY_FOURTH = 0x1111_1111_1111_1111L;

  private final long high;
  private final long low;
  private final long highReversed;
  private final long lowReversed;
  private long stateHigh;
  private long stateLow;

  /**
   * @param key 16 bytes, the encryption of zeros
   */
  Ghash(byte[] key) {
    high = (long) LONGS.get(key, 0);
    low = (long) LONGS.get(key, Long.BYTES);
    highReversed = Long.reverse(high);
    lowReversed = Long.reverse(low);
  }

  /** The hash of both texts, each filled up by zeros to whole blocks, and of their lengths. */
  byte[] of(byte[] associated, byte[] text, int offset, int length) {
    stateHigh = 0;
    stateLow = 0;
    absorb(associated, 0, associated.length);
    absorb(text, offset, length);
    absorb((long) associated.length * Byte.SIZE, (long) length * Byte.SIZE);
    byte[] hash = new byte[BLOCK];
    LONGS.set(hash, 0, stateHigh);
    LONGS.set(hash, Long.BYTES, stateLow);
    return hash;
  }

  private void absorb(byte[] text, int offset, int length) {
    int whole = offset + length - length % BLOCK;
    for (int at = offset; at < whole; at += BLOCK) {
      absorb((long) LONGS.get(text, at), (long) LONGS.get(text, at + Long.BYTES));
    }
    if (length % BLOCK > 0) {
      byte[] last = Arrays.copyOf(Arrays.copyOfRange(text, whole, offset + length), BLOCK);
      absorb((long) LONGS.get(last, 0), (long) LONGS.get(last, Long.BYTES));
    }
  }

  /** Adds a block to the state and multiplies by the key, both of them polynomials over bits. */
  private void absorb(long blockHigh, long blockLow) {
    long yHigh = stateHigh ^ blockHigh;
    long yLow = stateLow ^ blockLow;
    long yHighReversed = Long.reverse(yHigh);
    long yLowReversed = Long.reverse(yLow);

    // Karatsuba: three products of halves instead of four, each in a lower and an upper word.
    long lower = lower(yLow, low);
    long upper = lower(yHigh, high);
    long middle = lower(yLow ^ yHigh, low ^ high) ^ lower ^ upper;
    long lowerTop = top(yLowReversed, lowReversed);
    long upperTop = top(yHighReversed, highReversed);
    long middleTop =
        top(yLowReversed ^ yHighReversed, lowReversed ^ highReversed) ^ lowerTop ^ upperTop;

    // Bits are numbered from the left: the product of 255 bits begins one bit too far right.
    long third = upper ^ middleTop;
    long second = lowerTop ^ middle;
    long w3 = upperTop << 1 | third >>> 63;
    long w2 = third << 1 | second >>> 63;
    long w1 = second << 1 | lower >>> 63;
    long w0 = lower << 1;

    // What exceeds 128 bits comes back by x^128 = x^7 + x^2 + x + 1.
    w2 ^= w0 ^ w0 >>> 1 ^ w0 >>> 2 ^ w0 >>> 7;
    w1 ^= w0 << 63 ^ w0 << 62 ^ w0 << 57;
    stateHigh = w3 ^ w1 ^ w1 >>> 1 ^ w1 >>> 2 ^ w1 >>> 7;
    stateLow = w2 ^ w1 << 63 ^ w1 << 62 ^ w1 << 57;
  }

  /** The upper word of a product without carries, of factors whose bits are reversed. */
  private static long top(long xReversed, long yReversed) {
    return Long.reverse(lower(xReversed, yReversed)) >>> 1;
  }

  /**
   * The lower word of a product without carries. Of at most sixteen bits that meet at one place the
   * sum has five bits: it runs into the next place of its kind only by its highest, which sixteen
   * of them alone would set, at the top where it is lost.
   */
  private static long lower(long x, long y) {
    long x0 = x & EVERY_FOURTH;
    long x1 = x & EVERY_FOURTH << 1;
    long x2 = x & EVERY_FOURTH << 2;
    long x3 = x & EVERY_FOURTH << 3;
    long y0 = y & EVERY_FOURTH;
    long y1 = y & EVERY_FOURTH << 1;
    long y2 = y & EVERY_FOURTH << 2;
    long y3 = y & EVERY_FOURTH << 3;
    long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
    long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
    long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
    long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
    return (z0 & EVERY_FOURTH)
        | (z1 & EVERY_FOURTH << 1)
        | (z2 & EVERY_FOURTH << 2)
        | (z3 & EVERY_FOURTH << 3);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "Ghash";
  }
}
