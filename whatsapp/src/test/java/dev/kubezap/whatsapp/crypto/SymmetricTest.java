package dev.kubezap.whatsapp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Hashes, codes, derivations and ciphers against published vectors. */
final class SymmetricTest {
  private static final byte[] NONE = new byte[0];

  private final RandomBytes random = new SeededBytes(5869);

  @Test
  void sha256OfFips180() {
    byte[] expected = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Sha256.digest(ascii("abc"))).isEqualTo(expected);
    assertThat(Sha256.digest(ascii("a"), NONE, ascii("bc"))).isEqualTo(expected);
  }

  @Test
  void hmacOfRfc4231() {
    byte[] expected = hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(Hmac.sha256(ascii("Jefe"), ascii("what do ya want "), ascii("for nothing?")))
        .isEqualTo(expected);
    assertThat(Hmac.matches(expected, expected.clone())).isTrue();
    byte[] other = expected.clone();
    other[31] ^= 1;
    assertThat(Hmac.matches(expected, other)).isFalse();
    assertThat(Hmac.matches(expected, NONE)).isFalse();
  }

  @Test
  void hkdfOfRfc5869() {
    assertThat(
            Hkdf.derive(
                hex("0b".repeat(22)),
                hex("000102030405060708090a0b0c"),
                hex("f0f1f2f3f4f5f6f7f8f9"),
                42))
        .isEqualTo(
            hex(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                    + "34007208d5b887185865"));
    assertThat(Hkdf.derive(hex("0b".repeat(22)), NONE, NONE, 42))
        .isEqualTo(
            hex(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                    + "9d201395faa4b61a96c8"));
  }

  @Test
  void hkdfTakesAnEmptyKey() {
    byte[] salt = random.next(32);
    byte[] extracted = Hmac.sha256(salt, NONE);
    byte[] first = Hmac.sha256(extracted, new byte[] {1});
    byte[] second = Hmac.sha256(extracted, first, new byte[] {2});
    byte[] derived = Hkdf.derive(NONE, salt, NONE, 64);
    assertThat(derived).startsWith(first).endsWith(second);
    assertThat(Hkdf.derive(NONE, NONE, NONE, 32))
        .isEqualTo(Hmac.sha256(Hmac.sha256(new byte[32], NONE), new byte[] {1}));
  }

  @Test
  void pbkdf2OfRfc7914() {
    assertThat(Pbkdf2.derive("passwd", ascii("salt"), 1, 64))
        .isEqualTo(
            hex(
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                    + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"));
  }

  @Test
  void gcmOfTheSpecification() throws Exception {
    byte[] key = hex("feffe9928665731c6d6a8f9467308308".repeat(2));
    byte[] nonce = hex("cafebabefacedbaddecaf888");
    byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plaintext =
        hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] ciphertext =
        hex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");
    assertThat(AesGcm.encrypt(key, nonce, associated, plaintext)).isEqualTo(ciphertext);
    assertThat(AesGcm.decrypt(key, nonce, associated, ciphertext)).isEqualTo(plaintext);
  }

  @Test
  void gcmRefusesAnyChange() {
    byte[] key = random.next(32);
    byte[] nonce = random.next(12);
    byte[] associated = random.next(9);
    byte[] ciphertext = AesGcm.encrypt(key, nonce, associated, random.next(20));
    for (int bit = 0; bit < ciphertext.length * 8; bit++) {
      byte[] changed = flipped(ciphertext, bit);
      assertThatThrownBy(() -> AesGcm.decrypt(key, nonce, associated, changed))
          .isInstanceOf(AuthenticationException.class);
    }
    assertThatThrownBy(() -> AesGcm.decrypt(key, nonce, flipped(associated, 3), ciphertext))
        .isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(() -> AesGcm.decrypt(key, flipped(nonce, 3), associated, ciphertext))
        .isInstanceOf(AuthenticationException.class);
    for (int length = 0; length < AesGcm.TAG_LENGTH; length++) {
      byte[] shorter = new byte[length];
      assertThatThrownBy(() -> AesGcm.decrypt(key, nonce, associated, shorter))
          .isInstanceOf(AuthenticationException.class);
    }
    assertThatThrownBy(() -> AesGcm.encrypt(key, new byte[16], NONE, NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cbcOfSp80038aWithPadding() throws Exception {
    byte[] key = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    byte[] iv = hex("000102030405060708090a0b0c0d0e0f");
    byte[] plaintext = hex("6bc1bee22e409f96e93d7e117393172a");
    byte[] ciphertext = AesCbc.encrypt(key, iv, plaintext);
    assertThat(ciphertext).hasSize(32).startsWith(hex("f58c4c04d6e5f1ba779eabfb5f7bfbd6"));
    assertThat(AesCbc.decrypt(key, iv, ciphertext)).isEqualTo(plaintext);
  }

  @Test
  void cbcRefusesWhatIsNotPadded() {
    byte[] key = random.next(32);
    byte[] iv = random.next(16);
    for (int length : new int[] {0, 1, 15, 17, 33}) {
      assertThatThrownBy(() -> AesCbc.decrypt(key, iv, new byte[length]))
          .isInstanceOf(AuthenticationException.class);
    }
    byte[] zeros = AesCtr.apply(key, iv, new byte[16]);
    assertThatThrownBy(() -> AesCbc.decrypt(key, zeros, zeros))
        .isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(() -> AesCbc.encrypt(key, new byte[12], NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ctrOfSp80038a() {
    byte[] key = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    byte[] iv = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    byte[] plaintext = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    byte[] ciphertext = AesCtr.apply(key, iv, plaintext);
    assertThat(ciphertext)
        .isEqualTo(hex("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"));
    assertThat(AesCtr.apply(key, iv, ciphertext)).isEqualTo(plaintext);
  }

  @Test
  void secureBytesHaveTheWantedLengthAndDiffer() {
    RandomBytes secure = RandomBytes.secure(new SecureRandom());
    assertThat(secure.next(32)).hasSize(32).isNotEqualTo(secure.next(32));
    assertThat(secure.next(0)).isEmpty();
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
