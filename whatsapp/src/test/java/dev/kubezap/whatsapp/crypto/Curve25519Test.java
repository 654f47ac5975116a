package dev.kubezap.whatsapp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whispersystems.libsignal.ecc.Curve;

/** Key agreement and key types against RFC 7748 and a second implementation. */
final class Curve25519Test {
  private static final String ALICE =
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
  private static final String ALICE_PUBLIC =
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
  private static final String BOB =
      "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
  private static final String BOB_PUBLIC =
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
  private static final String SHARED =
      "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

  private final RandomBytes random = new SeededBytes(7748);

  @ParameterizedTest
  @CsvSource({
    // RFC 7748 section 5.2
    "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
        + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
        + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
        + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
        + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
    ALICE + "," + BOB_PUBLIC + "," + SHARED,
    BOB + "," + ALICE_PUBLIC + "," + SHARED,
  })
  void agreesAsInTheRfc(String scalar, String coordinate, String shared) throws Exception {
    assertThat(Curve25519.agree(PrivateKey.of(hex(scalar)), PublicKey.of(hex(coordinate))))
        .isEqualTo(hex(shared));
  }

  @Test
  void agreesAsInTheRfcAfterAThousandRounds() throws Exception {
    byte[] scalar = hex("09" + "00".repeat(31));
    byte[] coordinate = scalar;
    for (int i = 0; i < 1000; i++) {
      byte[] shared = Curve25519.agree(PrivateKey.of(scalar), PublicKey.of(coordinate));
      coordinate = scalar;
      scalar = shared;
    }
    assertThat(scalar)
        .isEqualTo(hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
  }

  @Test
  void derivesThePublicKeysOfTheRfc() {
    assertThat(KeyPair.of(PrivateKey.of(hex(ALICE))).publicKey())
        .isEqualTo(PublicKey.of(hex(ALICE_PUBLIC)));
    assertThat(KeyPair.of(PrivateKey.of(hex(BOB))).publicKey())
        .isEqualTo(PublicKey.of(hex(BOB_PUBLIC)));
  }

  @Test
  void agreesWithASecondImplementation() throws Exception {
    for (int i = 0; i < 50; i++) {
      KeyPair ours = Curve25519.generate(random);
      var theirs = Curve.generateKeyPair();
      PublicKey theirPublic =
          PublicKey.parse(ByteString.copyFrom(theirs.getPublicKey().serialize()));
      byte[] expected =
          Curve.calculateAgreement(
              Curve.decodePoint(ours.publicKey().serialized().toByteArray(), 0),
              theirs.getPrivateKey());
      assertThat(Curve25519.agree(ours.privateKey(), theirPublic)).isEqualTo(expected);
      assertThat(Curve25519.publicKey(PrivateKey.of(theirs.getPrivateKey().serialize())))
          .isEqualTo(theirPublic);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
      })
  void refusesPointsOfSmallOrder(String coordinate) {
    PublicKey key = PublicKey.of(hex(coordinate));
    PrivateKey ours = Curve25519.generate(random).privateKey();
    assertThatThrownBy(() -> Curve25519.agree(ours, key)).isInstanceOf(InvalidKeyException.class);
    for (int i = 0; i < 20; i++) {
      assertThat(
              Curve25519.verify(
                  key, ByteString.copyFromUtf8("text"), ByteString.copyFrom(random.next(64))))
          .isFalse();
      assertThat(
              Curve25519.verify(
                  key, ByteString.copyFromUtf8("text" + i), identitySignature(i % 2 == 0)))
          .isFalse();
    }
  }

  /** R is the identity and s is 0: valid for any message whose challenge kills a small point. */
  private static ByteString identitySignature(boolean sign) {
    byte[] signature = new byte[64];
    signature[0] = 1;
    signature[63] = (byte) (sign ? 0x80 : 0);
    return ByteString.copyFrom(signature);
  }

  @Test
  void parsesKeysWithAndWithoutPrefix() throws Exception {
    PublicKey key = Curve25519.generate(random).publicKey();
    assertThat(key.serialized().size()).isEqualTo(33);
    assertThat(key.serialized().byteAt(0)).isEqualTo((byte) 5);
    assertThat(PublicKey.parse(key.serialized())).isEqualTo(key);
    assertThat(PublicKey.parse(key.bytes())).isEqualTo(key);
  }

  @Test
  void refusesMalformedKeys() {
    for (int length : new int[] {0, 1, 31, 33, 34, 64}) {
      assertThatThrownBy(() -> PublicKey.parse(ByteString.copyFrom(new byte[length])))
          .isInstanceOf(InvalidKeyException.class);
    }
    assertThatThrownBy(() -> PublicKey.of(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PrivateKey.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void privateKeysAreClampedAndHidden() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    PrivateKey key = PrivateKey.of(ones);
    assertThat(key.bytes().byteAt(0)).isEqualTo((byte) 0xf8);
    assertThat(key.bytes().byteAt(31)).isEqualTo((byte) 0x7f);
    assertThat(PrivateKey.of(new byte[32]).bytes().byteAt(31)).isEqualTo((byte) 0x40);
    assertThat(key.toString()).isEqualTo("PrivateKey[hidden]");
    assertThat(KeyPair.of(key).toString()).contains("PrivateKey[hidden]").doesNotContain("ffff");
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
