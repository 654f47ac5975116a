package dev.kubezap.pod.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordCipherTest {
  private static final byte[] TEXT = "XAES-256-GCM".getBytes(US_ASCII);
  private static final byte[] CONTEXT = "session/kind/key".getBytes(US_ASCII);
  private final SecureRandom random = new SecureRandom();
  private final DataKey key = key(7);
  private final RecordCipher cipher = new RecordCipher(List.of(key), random);

  /**
   * The two vectors of the specification (https://c2sp.org/XAES-256-GCM, "Test vectors"): of the
   * first the highest bit of {@code L} is 0, of the second it is 1.
   */
  @Test
  void isXaes256Gcm() throws Exception {
    assertThat(xaes(1, "")).isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
    assertThat(xaes(3, "c2sp.org/XAES-256-GCM"))
        .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
  }

  /** "Accumulated randomized tests" of the specification, 10,000 of them. */
  @Test
  void isXaes256GcmOfTenThousandRandomInputs() throws Exception {
    Shake128 source = new Shake128();
    MessageDigest all = MessageDigest.getInstance("SHAKE128-256");
    for (int i = 0; i < 10_000; i++) {
      XaesKey drawn = new XaesKey(new DataKey(source.next(DataKey.LENGTH)));
      byte[] nonce = source.next(XaesKey.NONCE_LENGTH);
      byte[] text = source.next(source.next(1)[0] & 0xFF);
      byte[] context = source.next(source.next(1)[0] & 0xFF);
      byte[] sealed = drawn.seal(nonce, context, text);
      assertThat(drawn.open(nonce, context, sealed, 0)).isEqualTo(text);
      all.update(sealed);
    }
    assertThat(HexFormat.of().formatHex(all.digest()))
        .isEqualTo("e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939");
  }

  @Test
  void drawsItsRandomInputsAsTheSpecificationDoes() {
    assertThat(HexFormat.of().formatHex(new Shake128().next(16)))
        .isEqualTo("7f9c2ba4e88f827d616045507605853e");
  }

  private static String xaes(int fill, String context) {
    byte[] nonce = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(US_ASCII);
    return HexFormat.of()
        .formatHex(new XaesKey(key(fill)).seal(nonce, context.getBytes(US_ASCII), TEXT));
  }

  @Test
  void opensWhatItSealedInItsPlaceOnly() throws Exception {
    byte[] record = cipher.seal(TEXT, CONTEXT);
    assertThat(record).hasSize(TEXT.length + RecordCipher.OVERHEAD);
    assertThat(cipher.open(record, CONTEXT)).isEqualTo(TEXT);
    assertThat(cipher.seal(TEXT, CONTEXT)).isNotEqualTo(record);
    assertThatThrownBy(() -> cipher.open(record, "session/kind/other".getBytes(US_ASCII)))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("moved");
  }

  @Test
  void refusesEveryFlippedBitAndEveryPrefix() {
    byte[] record = cipher.seal(TEXT, CONTEXT);
    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] changed = record.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> cipher.open(changed, CONTEXT))
          .isInstanceOf(UnreadableRecordException.class);
    }
    for (int length = 0; length < record.length; length++) {
      byte[] prefix = Arrays.copyOf(record, length);
      assertThatThrownBy(() -> cipher.open(prefix, CONTEXT))
          .isInstanceOf(UnreadableRecordException.class);
    }
  }

  @Test
  void namesTheKeyThatARecordNeeds() throws Exception {
    byte[] record = cipher.seal(TEXT, CONTEXT);
    DataKey other = key(8);
    assertThatThrownBy(() -> new RecordCipher(List.of(other), random).open(record, CONTEXT))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining(key.idText())
        .hasMessageContaining(other.idText());
    RecordCipher rotating = new RecordCipher(List.of(other, key), random);
    assertThat(rotating.open(record, CONTEXT)).isEqualTo(TEXT);
    assertThat(Arrays.copyOfRange(rotating.seal(TEXT, CONTEXT), 1, 5)).isEqualTo(other.id());
  }

  @Test
  void refusesKeysThatAreNotKeysWithoutTellingThem() {
    assertThatThrownBy(() -> DataKey.parse("not base64 $ecret"))
        .hasMessageContaining("openssl")
        .hasMessageNotContaining("ecret");
    assertThatThrownBy(() -> DataKey.parse("c2hvcnQ=")).hasMessageContaining("32 bytes");
    assertThat(key.toString()).doesNotContain("07070707");
  }

  private static DataKey key(int fill) {
    byte[] bytes = new byte[DataKey.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return new DataKey(bytes);
  }
}
