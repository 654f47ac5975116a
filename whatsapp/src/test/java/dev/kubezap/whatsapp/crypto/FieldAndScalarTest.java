package dev.kubezap.whatsapp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Field and scalar arithmetic against BigInteger. */
final class FieldAndScalarTest {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final Random random = new Random(25519);

  @Test
  void fieldOperationsAgreeWithBigInteger() {
    for (int i = 0; i < 500; i++) {
      byte[] left = fieldBytes(i);
      byte[] right = fieldBytes(i / 7);
      FieldElement a = FieldElement.decode(left);
      FieldElement b = FieldElement.decode(right);
      BigInteger x = number(left).mod(BigInteger.TWO.pow(255));
      BigInteger y = number(right).mod(BigInteger.TWO.pow(255));
      assertField(a, x);
      assertField(a.add(b), x.add(y));
      assertField(a.subtract(b), x.subtract(y));
      assertField(a.negate(), x.negate());
      assertField(a.multiply(b), x.multiply(y));
      assertField(a.square(), x.multiply(x));
      assertField(a.add(b).add(a).subtract(b.negate()).square(), x.add(y).shiftLeft(1).pow(2));
      assertField(a.invert(), x.modPow(P.subtract(BigInteger.TWO), P));
      assertField(a.powerForRoot(), x.modPow(P.subtract(BigInteger.valueOf(5)).shiftRight(3), P));
    }
  }

  @Test
  void selectTakesOneOrTheOther() {
    FieldElement a = FieldElement.small(3);
    FieldElement b = FieldElement.small(5);
    assertField(a.select(b, 0), BigInteger.valueOf(3));
    assertField(a.select(b, -1), BigInteger.valueOf(5));
  }

  @Test
  void scalarReductionAgreesWithBigInteger() {
    for (int i = 0; i < 3000; i++) {
      byte[] wide = new byte[64];
      random.nextBytes(wide);
      if (i % 10 == 0) {
        Arrays.fill(wide, i % 64, 64, (byte) (i % 20 == 0 ? 0xff : 0));
      }
      assertThat(number(Scalar.reduce(wide))).isEqualTo(number(wide).mod(L));
    }
  }

  @Test
  void scalarReductionIsRightAroundMultiplesOfTheOrder() {
    BigInteger most = BigInteger.TWO.pow(512).divide(L);
    for (BigInteger factor :
        new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, L, most}) {
      for (int offset = -3; offset <= 3; offset++) {
        BigInteger value = factor.multiply(L).add(BigInteger.valueOf(offset));
        if (value.signum() >= 0 && value.bitLength() <= 512) {
          assertThat(number(Scalar.reduce(bytes(value, 64)))).isEqualTo(value.mod(L));
        }
      }
    }
  }

  @Test
  void multiplyAddAgreesWithBigInteger() {
    for (int i = 0; i < 3000; i++) {
      byte[] a = scalarBytes(i);
      byte[] b = scalarBytes(i / 3);
      byte[] c = scalarBytes(i / 11);
      assertThat(number(Scalar.multiplyAdd(a, b, c)))
          .isEqualTo(number(a).multiply(number(b)).add(number(c)).mod(L));
    }
  }

  @Test
  void onlyScalarsBelowTheOrderAreCanonical() {
    assertThat(Scalar.isCanonical(bytes(L.subtract(BigInteger.ONE), 32))).isTrue();
    assertThat(Scalar.isCanonical(bytes(BigInteger.ZERO, 32))).isTrue();
    assertThat(Scalar.isCanonical(bytes(L, 32))).isFalse();
    assertThat(Scalar.isCanonical(bytes(L.add(BigInteger.ONE), 32))).isFalse();
    assertThat(Scalar.isCanonical(bytes(BigInteger.TWO.pow(255), 32))).isFalse();
  }

  @Test
  void multiplesOfTheBasePointAgreeWithRepeatedAddition() {
    EdwardsPoint sum = EdwardsPoint.IDENTITY;
    for (int i = 0; i < 70; i++) {
      byte[] scalar = bytes(BigInteger.valueOf(i), 32);
      assertThat(BasePoint.multiply(scalar).encode()).isEqualTo(sum.encode());
      assertThat(EdwardsPoint.BASE.multiplyPublic(scalar).encode()).isEqualTo(sum.encode());
      sum = sum.add(EdwardsPoint.BASE.addend());
    }
    assertThat(BasePoint.multiply(bytes(L, 32)).encode()).isEqualTo(EdwardsPoint.IDENTITY.encode());
  }

  private byte[] fieldBytes(int round) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    if (round % 5 == 0) {
      return bytes(P.add(BigInteger.valueOf(round % 37 - 18)), 32);
    }
    if (round % 5 == 1) {
      Arrays.fill(bytes, round % 32, 32, (byte) 0xff);
    }
    return bytes;
  }

  private byte[] scalarBytes(int round) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    if (round % 4 == 0) {
      Arrays.fill(bytes, (byte) 0xff);
    }
    return bytes;
  }

  private static void assertField(FieldElement actual, BigInteger expected) {
    assertThat(number(actual.encode())).isEqualTo(expected.mod(P));
  }

  private static BigInteger number(byte[] littleEndian) {
    return new BigInteger(1, reversed(littleEndian));
  }

  private static byte[] bytes(BigInteger value, int length) {
    byte[] bigEndian = new byte[length];
    byte[] source = value.toByteArray();
    int count = Math.min(source.length, length);
    System.arraycopy(source, source.length - count, bigEndian, length - count, count);
    return reversed(bigEndian);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
