package dev.kubezap.whatsapp.crypto;

import dev.kubezap.whatsapp.crypto.EdwardsPoint.Addend;

/**
 * Multiples of the base point in a time that does not depend on the scalar: a table of the
 * multiples 1 to 8 of every 256^i times the base point, read whole for each digit.
 */
final class BasePoint {
  private static final Addend[][] TABLE = table();

  private BasePoint() {}

  private static Addend[][] table() {
    Addend[][] table = new Addend[32][8];
    EdwardsPoint power = EdwardsPoint.BASE;
    for (Addend[] row : table) {
      EdwardsPoint multiple = power;
      row[0] = power.addend();
      for (int j = 1; j < 8; j++) {
        multiple = multiple.add(row[0]);
        row[j] = multiple.addend();
      }
      for (int j = 0; j < 8; j++) {
        power = power.twice();
      }
    }
    return table;
  }

  /** The base point times a scalar of 32 bytes below 2^255. */
  static EdwardsPoint multiply(byte[] scalar) {
    int[] digits = signedDigits(scalar);
    EdwardsPoint result = EdwardsPoint.IDENTITY;
    for (int i = 1; i < 64; i += 2) {
      result = result.add(select(i / 2, digits[i]));
    }
    result = result.twice().twice().twice().twice();
    for (int i = 0; i < 64; i += 2) {
      result = result.add(select(i / 2, digits[i]));
    }
    return result;
  }

  /** The scalar in base 16 with digits from -8 to 7, the last one to 8. */
  private static int[] signedDigits(byte[] scalar) {
    int[] digits = new int[64];
    int carry = 0;
    for (int i = 0; i < 64; i++) {
      int digit = ((scalar[i >> 1] >> (4 * (i & 1))) & 15) + carry;
      carry = i == 63 ? 0 : (digit + 8) >> 4;
      digits[i] = digit - (carry << 4);
    }
    return digits;
  }

  private static Addend select(int row, int digit) {
    long negative = digit >> 31;
    int magnitude = (int) ((digit ^ negative) - negative);
    Addend chosen = Addend.ZERO;
    for (int j = 0; j < 8; j++) {
      long difference = (long) ((j + 1) ^ magnitude);
      chosen = chosen.select(TABLE[row][j], (difference - 1) >> 63);
    }
    return chosen.select(chosen.negate(), negative);
  }
}
