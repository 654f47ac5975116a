package dev.kubezap.whatsapp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.whispersystems.libsignal.ecc.Curve;
import org.whispersystems.libsignal.ecc.ECKeyPair;

/** Signatures against vectors of Signal and, both ways, against a second implementation. */
final class XEdDsaTest {
  private final RandomBytes random = new SeededBytes(99);

  @Test
  void acceptsSignaturesOfASecondImplementation() throws Exception {
    for (int i = 0; i < 100; i++) {
      ECKeyPair theirs = Curve.generateKeyPair();
      PublicKey key = PublicKey.parse(ByteString.copyFrom(theirs.getPublicKey().serialize()));
      byte[] message = random.next(i);
      ByteString signature =
          ByteString.copyFrom(Curve.calculateSignature(theirs.getPrivateKey(), message));
      assertThat(Curve25519.verify(key, ByteString.copyFrom(message), signature)).isTrue();
    }
  }

  @Test
  void isAcceptedByASecondImplementation() throws Exception {
    for (int i = 0; i < 100; i++) {
      KeyPair ours = Curve25519.generate(random);
      byte[] message = random.next(i);
      ByteString signature =
          Curve25519.sign(ours.privateKey(), ByteString.copyFrom(message), random);
      assertThat(
              Curve.verifySignature(
                  Curve.decodePoint(ours.publicKey().serialized().toByteArray(), 0),
                  message,
                  signature.toByteArray()))
          .isTrue();
    }
  }

  @Test
  void anyChangedBitIsRefused() {
    KeyPair ours = Curve25519.generate(random);
    ByteString message = ByteString.copyFromUtf8("a message");
    ByteString signature = Curve25519.sign(ours.privateKey(), message, random);
    assertThat(Curve25519.verify(ours.publicKey(), message, signature)).isTrue();
    for (int bit = 0; bit < 512; bit++) {
      assertThat(Curve25519.verify(ours.publicKey(), message, flipped(signature, bit))).isFalse();
    }
    for (int bit = 0; bit < 8 * message.size(); bit++) {
      assertThat(Curve25519.verify(ours.publicKey(), flipped(message, bit), signature)).isFalse();
    }
    for (int bit = 0; bit < 255; bit++) {
      PublicKey other = new PublicKey(flipped(ours.publicKey().bytes(), bit));
      assertThat(Curve25519.verify(other, message, signature)).isFalse();
    }
  }

  @Test
  void refusesOtherLengthsAndLargeScalars() {
    KeyPair ours = Curve25519.generate(random);
    ByteString message = ByteString.copyFromUtf8("a message");
    ByteString signature = Curve25519.sign(ours.privateKey(), message, random);
    for (int length : new int[] {0, 1, 32, 63}) {
      assertThat(Curve25519.verify(ours.publicKey(), message, signature.substring(0, length)))
          .isFalse();
    }
    assertThat(
            Curve25519.verify(
                ours.publicKey(), message, signature.concat(ByteString.copyFromUtf8("x"))))
        .isFalse();
    assertThat(Curve25519.verify(ours.publicKey(), message, withOrderAdded(signature))).isFalse();
  }

  @Test
  void signingTwiceDiffersAndBothHold() {
    KeyPair ours = Curve25519.generate(random);
    ByteString message = ByteString.copyFromUtf8("a message");
    ByteString first = Curve25519.sign(ours.privateKey(), message, random);
    ByteString second = Curve25519.sign(ours.privateKey(), message, random);
    assertThat(first).isNotEqualTo(second);
    assertThat(Curve25519.verify(ours.publicKey(), message, second)).isTrue();
  }

  @Test
  void bothSignsOfTheEdwardsPointOccurAndHold() {
    int negative = 0;
    for (int i = 0; i < 40; i++) {
      KeyPair ours = Curve25519.generate(random);
      ByteString signature = Curve25519.sign(ours.privateKey(), ByteString.EMPTY, random);
      negative += (signature.byteAt(63) & 0x80) >> 7;
      assertThat(Curve25519.verify(ours.publicKey(), ByteString.EMPTY, signature)).isTrue();
    }
    assertThat(negative).isBetween(5, 35);
  }

  @Test
  void theRootOfTheServiceIsAUsableKey() throws Exception {
    PublicKey root =
        PublicKey.of(
            HexFormat.of()
                .parseHex("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b"));
    KeyPair ours = Curve25519.generate(random);
    assertThat(Curve25519.agree(ours.privateKey(), root)).hasSize(32);
    assertThat(Curve25519.verify(root, ByteString.EMPTY, ByteString.copyFrom(new byte[64])))
        .isFalse();
  }

  /** The same scalar modulo the order, in another encoding. */
  private static ByteString withOrderAdded(ByteString signature) {
    byte[] bytes = signature.toByteArray();
    int sign = bytes[63] & 0x80;
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[i] = bytes[63 - i];
    }
    bigEndian[0] &= 0x7f;
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] sum = new BigInteger(1, bigEndian).add(order).toByteArray();
    for (int i = 0; i < 32; i++) {
      bytes[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
    }
    bytes[63] |= (byte) sign;
    return ByteString.copyFrom(bytes);
  }

  private static ByteString flipped(ByteString bytes, int bit) {
    byte[] copy = bytes.toByteArray();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return ByteString.copyFrom(copy);
  }
}
