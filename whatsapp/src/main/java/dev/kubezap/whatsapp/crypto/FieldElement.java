package dev.kubezap.whatsapp.crypto;

/**
 * An element of the field of integers modulo 2^255 - 19.
 *
 * <p>Ten signed limbs of alternately 26 and 25 bits, little endian. No operation branches on or
 * indexes by a value. Sums and differences are not carried: an operand of a product may be the sum
 * of up to four products. Instances are immutable.
 */
final class FieldElement {
  static final FieldElement ZERO = new FieldElement(new long[10]);
  static final FieldElement ONE = small(1);

  private final long[] limbs;

  private FieldElement(long[] limbs) {
    this.limbs = limbs;
  }

  /** The element for a small positive number. */
  static FieldElement small(int value) {
    long[] limbs = new long[10];
    limbs[0] = value;
    return new FieldElement(limbs);
  }

  /** Reads 32 bytes, little endian; bit 255 is ignored, other values are reduced. */
  static FieldElement decode(byte[] bytes) {
    long[] limbs = new long[10];
    int bit = 0;
    for (int i = 0; i < 10; i++) {
      int width = width(i);
      limbs[i] = (load(bytes, bit >> 3) >>> (bit & 7)) & ((1L << width) - 1);
      bit += width;
    }
    return new FieldElement(limbs);
  }

  private static long load(byte[] bytes, int offset) {
    long value = 0;
    for (int i = 0; i < 5 && offset + i < 32; i++) {
      value |= (bytes[offset + i] & 0xffL) << (8 * i);
    }
    return value;
  }

  /** The 32 bytes of the unique representative below 2^255 - 19, little endian. */
  byte[] encode() {
    // Two carries bring every limb near its width; then the multiple of the prime to remove is
    // known.
    long[] h = multiply(ONE).limbs.clone();
    long quotient = (19 * h[9] + (1L << 24)) >> 25;
    for (int i = 0; i < 10; i++) {
      quotient = (h[i] + quotient) >> width(i);
    }
    h[0] += 19 * quotient;
    long carry = 0;
    byte[] bytes = new byte[32];
    int bit = 0;
    for (int i = 0; i < 10; i++) {
      long value = h[i] + carry;
      int width = width(i);
      carry = value >> width;
      long shifted = (value & ((1L << width) - 1)) << (bit & 7);
      for (int at = bit >> 3; at < 32 && at <= (bit + width - 1) >> 3; at++) {
        bytes[at] |= (byte) shifted;
        shifted >>>= 8;
      }
      bit += width;
    }
    return bytes;
  }

  private static int width(int limb) {
    return 26 - (limb & 1);
  }

  FieldElement add(FieldElement other) {
    long[] sum = new long[10];
    for (int i = 0; i < 10; i++) {
      sum[i] = limbs[i] + other.limbs[i];
    }
    return new FieldElement(sum);
  }

  FieldElement subtract(FieldElement other) {
    long[] difference = new long[10];
    for (int i = 0; i < 10; i++) {
      difference[i] = limbs[i] - other.limbs[i];
    }
    return new FieldElement(difference);
  }

  FieldElement negate() {
    return ZERO.subtract(this);
  }

  FieldElement multiply(FieldElement other) {
    long[] f = limbs;
    long[] g = other.limbs;
    long f0 = f[0];
    long f1 = f[1];
    long f2 = f[2];
    long f3 = f[3];
    long f4 = f[4];
    long f5 = f[5];
    long f6 = f[6];
    long f7 = f[7];
    long f8 = f[8];
    long f9 = f[9];
    long g0 = g[0];
    long g1 = g[1];
    long g2 = g[2];
    long g3 = g[3];
    long g4 = g[4];
    long g5 = g[5];
    long g6 = g[6];
    long g7 = g[7];
    long g8 = g[8];
    long g9 = g[9];
    long r1 = 19 * g1;
    long r2 = 19 * g2;
    long r3 = 19 * g3;
    long r4 = 19 * g4;
    long r5 = 19 * g5;
    long r6 = 19 * g6;
    long r7 = 19 * g7;
    long r8 = 19 * g8;
    long r9 = 19 * g9;
    long d1 = 2 * f1;
    long d3 = 2 * f3;
    long d5 = 2 * f5;
    long d7 = 2 * f7;
    long d9 = 2 * f9;
    long h0 =
        f0 * g0 + d1 * r9 + f2 * r8 + d3 * r7 + f4 * r6 + d5 * r5 + f6 * r4 + d7 * r3 + f8 * r2
            + d9 * r1;
    long h1 =
        f0 * g1 + f1 * g0 + f2 * r9 + f3 * r8 + f4 * r7 + f5 * r6 + f6 * r5 + f7 * r4 + f8 * r3
            + f9 * r2;
    long h2 =
        f0 * g2 + d1 * g1 + f2 * g0 + d3 * r9 + f4 * r8 + d5 * r7 + f6 * r6 + d7 * r5 + f8 * r4
            + d9 * r3;
    long h3 =
        f0 * g3 + f1 * g2 + f2 * g1 + f3 * g0 + f4 * r9 + f5 * r8 + f6 * r7 + f7 * r6 + f8 * r5
            + f9 * r4;
    long h4 =
        f0 * g4 + d1 * g3 + f2 * g2 + d3 * g1 + f4 * g0 + d5 * r9 + f6 * r8 + d7 * r7 + f8 * r6
            + d9 * r5;
    long h5 =
        f0 * g5 + f1 * g4 + f2 * g3 + f3 * g2 + f4 * g1 + f5 * g0 + f6 * r9 + f7 * r8 + f8 * r7
            + f9 * r6;
    long h6 =
        f0 * g6 + d1 * g5 + f2 * g4 + d3 * g3 + f4 * g2 + d5 * g1 + f6 * g0 + d7 * r9 + f8 * r8
            + d9 * r7;
    long h7 =
        f0 * g7 + f1 * g6 + f2 * g5 + f3 * g4 + f4 * g3 + f5 * g2 + f6 * g1 + f7 * g0 + f8 * r9
            + f9 * r8;
    long h8 =
        f0 * g8 + d1 * g7 + f2 * g6 + d3 * g5 + f4 * g4 + d5 * g3 + f6 * g2 + d7 * g1 + f8 * g0
            + d9 * r9;
    long h9 =
        f0 * g9 + f1 * g8 + f2 * g7 + f3 * g6 + f4 * g5 + f5 * g4 + f6 * g3 + f7 * g2 + f8 * g1
            + f9 * g0;
    return carried(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
  }

  FieldElement square() {
    long[] f = limbs;
    long f0 = f[0];
    long f1 = f[1];
    long f2 = f[2];
    long f3 = f[3];
    long f4 = f[4];
    long f5 = f[5];
    long f6 = f[6];
    long f7 = f[7];
    long f8 = f[8];
    long f9 = f[9];
    long t0 = 2 * f0;
    long t1 = 2 * f1;
    long t2 = 2 * f2;
    long t3 = 2 * f3;
    long t4 = 2 * f4;
    long t5 = 2 * f5;
    long t6 = 2 * f6;
    long t7 = 2 * f7;
    long r5 = 38 * f5;
    long r6 = 19 * f6;
    long r7 = 38 * f7;
    long r8 = 19 * f8;
    long r9 = 38 * f9;
    long h0 = f0 * f0 + t1 * r9 + t2 * r8 + t3 * r7 + t4 * r6 + f5 * r5;
    long h1 = t0 * f1 + f2 * r9 + t3 * r8 + f4 * r7 + t5 * r6;
    long h2 = t0 * f2 + t1 * f1 + t3 * r9 + t4 * r8 + t5 * r7 + f6 * r6;
    long h3 = t0 * f3 + t1 * f2 + f4 * r9 + t5 * r8 + f6 * r7;
    long h4 = t0 * f4 + t1 * t3 + f2 * f2 + t5 * r9 + t6 * r8 + f7 * r7;
    long h5 = t0 * f5 + t1 * f4 + t2 * f3 + f6 * r9 + t7 * r8;
    long h6 = t0 * f6 + t1 * t5 + t2 * f4 + t3 * f3 + t7 * r9 + f8 * r8;
    long h7 = t0 * f7 + t1 * f6 + t2 * f5 + t3 * f4 + f8 * r9;
    long h8 = t0 * f8 + t1 * t7 + t2 * f6 + t3 * t5 + f4 * f4 + f9 * r9;
    long h9 = t0 * f9 + t1 * f8 + t2 * f7 + t3 * f6 + t4 * f5;
    return carried(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
  }

  private static FieldElement carried(
      long h0, long h1, long h2, long h3, long h4, long h5, long h6, long h7, long h8, long h9) {
    long carry;
    carry = (h0 + (1L << 25)) >> 26;
    h1 += carry;
    h0 -= carry << 26;
    carry = (h4 + (1L << 25)) >> 26;
    h5 += carry;
    h4 -= carry << 26;
    carry = (h1 + (1L << 24)) >> 25;
    h2 += carry;
    h1 -= carry << 25;
    carry = (h5 + (1L << 24)) >> 25;
    h6 += carry;
    h5 -= carry << 25;
    carry = (h2 + (1L << 25)) >> 26;
    h3 += carry;
    h2 -= carry << 26;
    carry = (h6 + (1L << 25)) >> 26;
    h7 += carry;
    h6 -= carry << 26;
    carry = (h3 + (1L << 24)) >> 25;
    h4 += carry;
    h3 -= carry << 25;
    carry = (h7 + (1L << 24)) >> 25;
    h8 += carry;
    h7 -= carry << 25;
    carry = (h4 + (1L << 25)) >> 26;
    h5 += carry;
    h4 -= carry << 26;
    carry = (h8 + (1L << 25)) >> 26;
    h9 += carry;
    h8 -= carry << 26;
    carry = (h9 + (1L << 24)) >> 25;
    h0 += 19 * carry;
    h9 -= carry << 25;
    carry = (h0 + (1L << 25)) >> 26;
    h1 += carry;
    h0 -= carry << 26;
    return new FieldElement(new long[] {h0, h1, h2, h3, h4, h5, h6, h7, h8, h9});
  }

  /** This element squared {@code times} times. */
  private FieldElement squared(int times) {
    FieldElement result = this;
    for (int i = 0; i < times; i++) {
      result = result.square();
    }
    return result;
  }

  /** The inverse; zero for zero. The exponent is 2^255 - 21. */
  FieldElement invert() {
    FieldElement power11 = squared(3).multiply(square()).multiply(this);
    return power250().squared(5).multiply(power11);
  }

  /** This element to the power (2^255 - 19 - 5) / 8 = 2^252 - 3, used for square roots. */
  FieldElement powerForRoot() {
    return power250().squared(2).multiply(this);
  }

  /** This element to the power 2^250 - 1. */
  private FieldElement power250() {
    FieldElement power2 = squared(1).multiply(this);
    FieldElement power4 = power2.squared(2).multiply(power2);
    FieldElement power5 = power4.squared(1).multiply(this);
    FieldElement power10 = power5.squared(5).multiply(power5);
    FieldElement power20 = power10.squared(10).multiply(power10);
    FieldElement power40 = power20.squared(20).multiply(power20);
    FieldElement power50 = power40.squared(10).multiply(power10);
    FieldElement power100 = power50.squared(50).multiply(power50);
    FieldElement power200 = power100.squared(100).multiply(power100);
    return power200.squared(50).multiply(power50);
  }

  /** {@code other} where {@code mask} is -1, this where it is 0. */
  FieldElement select(FieldElement other, long mask) {
    long[] chosen = new long[10];
    for (int i = 0; i < 10; i++) {
      chosen[i] = limbs[i] ^ (mask & (limbs[i] ^ other.limbs[i]));
    }
    return new FieldElement(chosen);
  }

  /** The lowest bit of the representative, which serves as the sign of an x-coordinate. */
  int sign() {
    return encode()[0] & 1;
  }

  /** Whether this is zero; for public values. */
  boolean isZero() {
    int bits = 0;
    for (byte b : encode()) {
      bits |= b;
    }
    return bits == 0;
  }
}
