package dev.kubezap.simulator.crypto;

import java.math.BigInteger;

/**
 * A point of edwards25519 in extended coordinates (RFC 8032, section 5.1.4). Not constant-time: the
 * simulator's keys protect nothing.
 */
record EdwardsPoint(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final EdwardsPoint NEUTRAL =
      new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);
  private static final EdwardsPoint BASE = base();

  private static EdwardsPoint base() {
    BigInteger x =
        new BigInteger(
            "15112221349535400772501151409588531511454012693041857206046113283949847762202");
    BigInteger y = BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);
    return new EdwardsPoint(x, y, BigInteger.ONE, x.multiply(y).mod(P));
  }

  static EdwardsPoint timesBase(BigInteger scalar) {
    EdwardsPoint sum = NEUTRAL;
    EdwardsPoint power = BASE;
    for (int bit = 0; bit < scalar.bitLength(); bit++) {
      if (scalar.testBit(bit)) {
        sum = sum.plus(power);
      }
      power = power.plus(power);
    }
    return sum;
  }

  EdwardsPoint plus(EdwardsPoint other) {
    BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
    BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
    BigInteger c = t.multiply(other.t).mod(P).multiply(D).shiftLeft(1).mod(P);
    BigInteger d = z.multiply(other.z).shiftLeft(1).mod(P);
    BigInteger e = b.subtract(a);
    BigInteger f = d.subtract(c);
    BigInteger g = d.add(c);
    BigInteger h = b.add(a);
    return new EdwardsPoint(
        e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
  }

  /** The y coordinate with the sign of x in the top bit. */
  byte[] encode() {
    BigInteger inverse = z.modInverse(P);
    byte[] encoded = Curve25519.littleEndian(y.multiply(inverse).mod(P));
    if (x.multiply(inverse).mod(P).testBit(0)) {
      encoded[31] |= (byte) 0x80;
    }
    return encoded;
  }
}
