package dev.kubezap.pod.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

class RecordCipherTest {
  private static final byte[] TEXT = "XAES-256-GCM".getBytes(US_ASCII);
  private static final byte[] CONTEXT = "session/kind/key".getBytes(US_ASCII);
  private final SecureRandom random = new SecureRandom();
  private final DataKey key = key(7);
  private final RecordCipher cipher = new RecordCipher(List.of(key), random);

  /** The two vectors of the C2SP specification of XAES-256-GCM. */
  @Test
  void isXaes256Gcm() throws Exception {
    assertThat(xaes(1, "")).isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
    assertThat(xaes(3, "c2sp.org/XAES-256-GCM"))
        .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
  }

  private static String xaes(int fill, String context) throws Exception {
    byte[] nonce = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(US_ASCII);
    return HexFormat.of()
        .formatHex(
            new XaesKey(key(fill))
                .apply(
                    Cipher.ENCRYPT_MODE, nonce, context.getBytes(US_ASCII), TEXT, 0, TEXT.length));
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
