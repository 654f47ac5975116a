package dev.kubezap.whatsapp.crypto;

import java.util.Optional;

/**
 * A point of the twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2 (edwards25519 of RFC 8032) in
 * extended coordinates: x = X/Z, y = Y/Z, x y = T/Z. The addition law is complete, so there are no
 * special cases to branch on.
 */
record EdwardsPoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t) {
  private static final FieldElement D =
      FieldElement.small(121665).negate().multiply(FieldElement.small(121666).invert());
  private static final FieldElement TWICE_D = D.add(D);

  /** A square root of -1: 2^((p - 1) / 4). */
  private static final FieldElement ROOT_OF_MINUS_ONE =
      FieldElement.small(2).powerForRoot().square().multiply(FieldElement.small(2));

  static final EdwardsPoint IDENTITY =
      new EdwardsPoint(FieldElement.ZERO, FieldElement.ONE, FieldElement.ONE, FieldElement.ZERO);

  /** The point with y = 4/5 and even x. */
  static final EdwardsPoint BASE =
      fromY(FieldElement.small(4).multiply(FieldElement.small(5).invert()), 0).orElseThrow();

  /** A point prepared for being added: Y + X, Y - X, Z and 2 d T. */
  record Addend(FieldElement sum, FieldElement difference, FieldElement z, FieldElement twiceDt) {
    static final Addend ZERO =
        new Addend(FieldElement.ONE, FieldElement.ONE, FieldElement.ONE, FieldElement.ZERO);

    /** {@code other} where {@code mask} is -1, this where it is 0. */
    Addend select(Addend other, long mask) {
      return new Addend(
          sum.select(other.sum, mask),
          difference.select(other.difference, mask),
          z.select(other.z, mask),
          twiceDt.select(other.twiceDt, mask));
    }

    Addend negate() {
      return new Addend(/* sum= */ difference, /* difference= */ sum, z, twiceDt.negate());
    }
  }

  /**
   * The point with the given y-coordinate whose x-coordinate has the given sign; empty if y is on
   * the twist. For public values.
   */
  static Optional<EdwardsPoint> fromY(FieldElement y, int sign) {
    FieldElement u = y.square().subtract(FieldElement.ONE);
    FieldElement v = y.square().multiply(D).add(FieldElement.ONE);
    FieldElement v3 = v.square().multiply(v);
    FieldElement x = u.multiply(v3.square().multiply(v)).powerForRoot().multiply(u).multiply(v3);
    FieldElement check = x.square().multiply(v);
    if (!check.subtract(u).isZero()) {
      if (!check.add(u).isZero()) {
        return Optional.empty();
      }
      x = x.multiply(ROOT_OF_MINUS_ONE);
    }
    if (x.sign() != sign) {
      x = x.negate();
    }
    return Optional.of(new EdwardsPoint(x, y, FieldElement.ONE, x.multiply(y)));
  }

  Addend addend() {
    return new Addend(y.add(x), y.subtract(x), z, t.multiply(TWICE_D));
  }

  EdwardsPoint add(Addend other) {
    FieldElement a = y.subtract(x).multiply(other.difference());
    FieldElement b = y.add(x).multiply(other.sum());
    FieldElement c = t.multiply(other.twiceDt());
    FieldElement zz = z.multiply(other.z());
    FieldElement d = zz.add(zz);
    FieldElement e = b.subtract(a);
    FieldElement f = d.subtract(c);
    FieldElement g = d.add(c);
    FieldElement h = b.add(a);
    return new EdwardsPoint(e.multiply(f), g.multiply(h), f.multiply(g), e.multiply(h));
  }

  EdwardsPoint twice() {
    FieldElement a = x.square();
    FieldElement b = y.square();
    FieldElement zz = z.square();
    FieldElement h = a.add(b);
    FieldElement e = h.subtract(x.add(y).square());
    FieldElement g = a.subtract(b);
    FieldElement f = zz.add(zz).add(g);
    return new EdwardsPoint(e.multiply(f), g.multiply(h), f.multiply(g), e.multiply(h));
  }

  EdwardsPoint negate() {
    return new EdwardsPoint(x.negate(), y, z, t.negate());
  }

  /** This point times a scalar of 32 bytes below 2^253. Its time tells the scalar: public only. */
  EdwardsPoint multiplyPublic(byte[] scalar) {
    Addend[] multiples = new Addend[16];
    multiples[0] = Addend.ZERO;
    EdwardsPoint multiple = this;
    for (int i = 1; i < 16; i++) {
      multiples[i] = multiple.addend();
      multiple = multiple.add(multiples[1]);
    }
    EdwardsPoint result = IDENTITY;
    for (int i = 63; i >= 0; i--) {
      int digit = (scalar[i >> 1] >> (4 * (i & 1))) & 15;
      result = result.twice().twice().twice().twice();
      if (digit != 0) {
        result = result.add(multiples[digit]);
      }
    }
    return result;
  }

  /** Whether eight times this point is the identity; for public values. */
  boolean hasSmallOrder() {
    return twice().twice().twice().x().isZero();
  }

  /** The y-coordinate with the sign of x in the highest bit, 32 bytes. */
  byte[] encode() {
    FieldElement inverse = z.invert();
    byte[] encoded = y.multiply(inverse).encode();
    encoded[31] |= (byte) (x.multiply(inverse).sign() << 7);
    return encoded;
  }

  /** The u-coordinate of the same point on the Montgomery curve: (1 + y) / (1 - y). */
  byte[] montgomery() {
    return z.add(y).multiply(z.subtract(y).invert()).encode();
  }
}
