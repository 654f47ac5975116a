package dev.kubezap.whatsapp.crypto;

import java.util.Arrays;

/**
 * Arithmetic modulo L = 2^252 + 27742317777372353535851937790883648493, the order of the base
 * point, in a time that does not depend on the values.
 *
 * <p>Numbers are little endian bytes outside and signed limbs of 21 bits inside: a product of two
 * scalars has 24 limbs, and limb 12 + i stands for 2^252 times 2^(21 i), which is congruent to
 * minus the small part of L.
 */
final class Scalar {
  private static final int WIDTH = 21;
  private static final long MASK = (1L << WIDTH) - 1;

  /** 2^252 modulo L as signed limbs: the negated small part of L. */
  private static final long[] FOLD = {666643, 470296, 654183, -997805, 136657, -683901};

  private Scalar() {}

  /** A 64-byte number modulo L, as 32 bytes. */
  static byte[] reduce(byte[] wide) {
    return encode(fold(limbs(wide, 24)));
  }

  /** a * b + c modulo L; each operand has 32 bytes. */
  static byte[] multiplyAdd(byte[] a, byte[] b, byte[] c) {
    long[] left = limbs(a, 12);
    long[] right = limbs(b, 12);
    long[] sum = new long[24];
    System.arraycopy(limbs(c, 12), 0, sum, 0, 12);
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        sum[i + j] += left[i] * right[j];
      }
    }
    carry(sum, 0, 23);
    return encode(fold(sum));
  }

  /** Whether 32 bytes are a number below L; for public values. */
  static boolean isCanonical(byte[] scalar) {
    byte[] wide = new byte[64];
    System.arraycopy(scalar, 0, wide, 0, 32);
    return Arrays.equals(reduce(wide), scalar);
  }

  /** Splits into limbs of 21 bits; the last limb takes all the remaining bits. */
  private static long[] limbs(byte[] bytes, int count) {
    long[] limbs = new long[24];
    for (int i = 0; i < count; i++) {
      int bit = i * WIDTH;
      long value = 0;
      for (int k = 0; k < 5 && (bit >> 3) + k < bytes.length; k++) {
        value |= (bytes[(bit >> 3) + k] & 0xffL) << (8 * k);
      }
      value >>>= bit & 7;
      limbs[i] = i == count - 1 ? value : value & MASK;
    }
    return limbs;
  }

  private static long[] fold(long[] limbs) {
    foldLimbs(limbs, 23, 18);
    carry(limbs, 6, 17);
    foldLimbs(limbs, 17, 12);
    // What is left above limb 11 is small. Rounding makes limb 11 at most 2^20 in absolute value,
    // so
    // the last round leaves a value between -2^252 and 2^252.
    for (int round = 0; round < 3; round++) {
      carry(limbs, 0, 12);
      foldLimbs(limbs, 12, 12);
    }
    floor(limbs);
    addOrder(limbs, limbs[12] >> 63);
    floor(limbs);
    return limbs;
  }

  private static void foldLimbs(long[] limbs, int from, int downTo) {
    for (int i = from; i >= downTo; i--) {
      for (int j = 0; j < FOLD.length; j++) {
        limbs[i - 12 + j] += limbs[i] * FOLD[j];
      }
      limbs[i] = 0;
    }
  }

  /** Carries with rounding, so that limbs stay small in absolute value. */
  private static void carry(long[] limbs, int from, int to) {
    for (int i = from; i < to; i++) {
      long carry = (limbs[i] + (1L << (WIDTH - 1))) >> WIDTH;
      limbs[i + 1] += carry;
      limbs[i] -= carry << WIDTH;
    }
  }

  /** Carries without rounding: limbs 0 to 11 end in 0..2^21-1, limb 12 takes the rest. */
  private static void floor(long[] limbs) {
    for (int i = 0; i < 12; i++) {
      limbs[i + 1] += limbs[i] >> WIDTH;
      limbs[i] &= MASK;
    }
  }

  /** Adds L where {@code mask} is -1, nothing where it is 0. */
  private static void addOrder(long[] limbs, long mask) {
    limbs[12] += 1 & mask;
    for (int j = 0; j < FOLD.length; j++) {
      limbs[j] -= FOLD[j] & mask;
    }
  }

  private static byte[] encode(long[] limbs) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 13; i++) {
      int bit = i * WIDTH;
      long shifted = limbs[i] << (bit & 7);
      for (int at = bit >> 3; at < 32 && at <= (bit + WIDTH - 1) >> 3; at++) {
        bytes[at] |= (byte) shifted;
        shifted >>>= 8;
      }
    }
    return bytes;
  }
}
