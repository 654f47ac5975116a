package dev.kubezap.whatsapp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AES-GCM under one key. */
final class AesGcmKeyTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] NONE = {};

  private final Random random = new Random(20261122);

  /** Test cases 1, 2, 4, 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation". */
  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000,000000000000000000000000,'','',58e2fccefa7e3061367f1d57a4e7455a",
    "00000000000000000000000000000000,000000000000000000000000,'',00000000000000000000000000000000,"
        + "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf",
    "feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,feedfacedeadbeeffeedfacedeadbeefabaddad2,"
        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39,"
        + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47",
    "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,'','',530f8afbc74536b9a963b4f1c4cb738b",
    "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,'',00000000000000000000000000000000,"
        + "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,feedfacedeadbeeffeedfacedeadbeefabaddad2,"
        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39,"
        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
  })
  void givesTheVectorsOfItsDesigners(
      String key, String nonce, String associated, String plaintext, String sealed)
      throws Exception {
    AesGcmKey gcm = new AesGcmKey(HEX.parseHex(key));
    byte[] encrypted =
        gcm.encrypt(HEX.parseHex(nonce), HEX.parseHex(associated), HEX.parseHex(plaintext));

    assertThat(HEX.formatHex(encrypted)).isEqualTo(sealed);
    assertThat(gcm.decrypt(HEX.parseHex(nonce), HEX.parseHex(associated), encrypted))
        .isEqualTo(HEX.parseHex(plaintext));
  }

  @Test
  void takesKeysAndNoncesOfTheirLengthsOnly() {
    for (int length : new int[] {0, 15, 17, 33}) {
      assertThatThrownBy(() -> new AesGcmKey(bytes(length)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    AesGcmKey gcm = new AesGcmKey(bytes(32));
    for (int length : new int[] {11, 13, 16}) {
      assertThatThrownBy(() -> gcm.encrypt(bytes(length), NONE, NONE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> gcm.decrypt(bytes(length), NONE, new byte[16]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** To encrypt two texts so would tell both. */
  @Test
  void refusesTheNonceOfTheTextBefore() {
    AesGcmKey gcm = new AesGcmKey(bytes(32));
    byte[] nonce = bytes(12);
    gcm.encrypt(nonce, NONE, bytes(3));
    assertThatThrownBy(() -> gcm.encrypt(nonce, NONE, bytes(3)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void decryptsFromAnOffset() throws Exception {
    AesGcmKey gcm = new AesGcmKey(bytes(32));
    byte[] nonce = bytes(12);
    byte[] text = bytes(100);
    byte[] sealed = gcm.encrypt(nonce, NONE, text);
    byte[] behind = new byte[7 + sealed.length];
    System.arraycopy(sealed, 0, behind, 7, sealed.length);

    assertThat(gcm.decrypt(nonce, NONE, behind, 7)).isEqualTo(text);
    assertThatThrownBy(() -> gcm.decrypt(nonce, NONE, behind, 6))
        .isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(() -> gcm.decrypt(nonce, NONE, behind, behind.length - 15))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void goesOnAfterARefusal() throws Exception {
    AesGcmKey gcm = new AesGcmKey(bytes(32));
    for (int i = 0; i < 50; i++) {
      byte[] sealed = gcm.encrypt(bytes(12), NONE, bytes(random.nextInt(50)));
      assertThatThrownBy(() -> gcm.decrypt(bytes(12), NONE, sealed))
          .isInstanceOf(AuthenticationException.class);
      byte[] associated = bytes(1 + random.nextInt(20));
      byte[] nonce = bytes(12);
      byte[] text = bytes(random.nextInt(100));
      byte[] good = gcm.encrypt(nonce, associated, text);
      assertThat(gcm.decrypt(nonce, associated, good)).isEqualTo(text);
      assertThatThrownBy(() -> gcm.decrypt(nonce, NONE, good))
          .isInstanceOf(AuthenticationException.class);
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
