package dev.kubezap.whatsapp.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files are encrypted as the service's clients do; the vectors were made with OpenSSL and Python.
 */
class MediaSealingTest {
  private static final ByteString SECRET =
      hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  private static final class Sealed {
    private final SealedFile file;
    private final byte[] bytes;

    private Sealed(SealedFile file, byte[] bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    static Sealed of(MediaKind kind, byte[] plain) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SealedFile file = MediaSealing.seal(kind, SECRET, new ByteArrayInputStream(plain), out);
      return new Sealed(file, out.toByteArray());
    }

    MediaReference reference() {
      return file.at(Optional.empty(), "/v/x", Optional.empty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE,a small picture,"
        + "5e484a723d942e12d387aed119852afa1ddab07784e04e63a5c2,"
        + "b00a9cace55a8ed87bbe3ff72f9f47d84698927284ea60ccad8cae0fc070abdc,"
        + "3ef526af720a331e2d2e83d7bf1bbe5986c4e9844c11a13928e5b489f33bc385",
    "STICKER,a small picture,"
        + "5e484a723d942e12d387aed119852afa1ddab07784e04e63a5c2,"
        + "b00a9cace55a8ed87bbe3ff72f9f47d84698927284ea60ccad8cae0fc070abdc,"
        + "3ef526af720a331e2d2e83d7bf1bbe5986c4e9844c11a13928e5b489f33bc385",
    "DOCUMENT,sixteen bytes ok,"
        + "36d3f657666ddb62544d770ebb4fc1ae5a01349078125af71792f52203d0039a893ca32508f9756430ec,"
        + "f04abb2ff302c68ef768c074105b04c4c4bce546c8f33b526cddda7a9698ece8,"
        + "bf4f9b781c66cdaf9db8a18b43e2d3552d8a6bf2aac1bc730f8a3ddef482c54e"
  })
  void encryptsAsWrittenDown(
      MediaKind kind, String plain, String sealed, String sha256, String encryptedSha256)
      throws Exception {
    Sealed made = Sealed.of(kind, plain.getBytes(StandardCharsets.US_ASCII));

    assertThat(HexFormat.of().formatHex(made.bytes)).isEqualTo(sealed);
    assertThat(made.file)
        .isEqualTo(new SealedFile(SECRET, plain.length(), hex(sha256), hex(encryptedSha256)));
    assertThat(MediaKeys.sealedSize(plain.length())).isEqualTo(made.bytes.length);
  }

  /** However the bytes are cut, the code is found behind the last of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10, 11, 16, 17, 1000, 33_000, 100_000})
  void passesWhatWasAnnouncedInPartsOfAnySize(int part) throws Exception {
    byte[] plain = new byte[70_001];
    Arrays.fill(plain, (byte) 7);
    Sealed sealed = Sealed.of(MediaKind.VIDEO, plain);

    assertThat(check(sealed.reference(), sealed.bytes, part)).isEqualTo(70_001);
  }

  private static long check(MediaReference reference, byte[] bytes, int part)
      throws AuthenticationException {
    MediaCheck check = new MediaCheck(MediaKind.VIDEO, reference);
    for (int at = 0; at < bytes.length; at += part) {
      check.update(bytes, at, Math.min(part, bytes.length - at));
    }
    return check.finish();
  }

  @Test
  void passesAnEmptyFile() throws Exception {
    Sealed sealed = Sealed.of(MediaKind.VIDEO, new byte[0]);

    assertThat(check(sealed.reference(), sealed.bytes, 3)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 105, 106, 115})
  void refusesAByteThatIsAnother(int index) throws Exception {
    Sealed sealed = Sealed.of(MediaKind.VIDEO, new byte[100]);
    assertThat(sealed.bytes).hasSize(122);
    sealed.bytes[index] ^= 1;

    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> check(sealed.reference(), sealed.bytes, 64));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 10, 26, 106, 121})
  void refusesAFileThatBreaksOff(int length) throws Exception {
    Sealed sealed = Sealed.of(MediaKind.VIDEO, new byte[100]);

    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> check(sealed.reference(), Arrays.copyOf(sealed.bytes, length), 64));
  }

  /**
   * The sender knows the key, so that the code alone does not say that it is the announced file.
   */
  @Test
  void refusesAnotherFileOfTheSameKey() throws Exception {
    Sealed announced = Sealed.of(MediaKind.VIDEO, new byte[100]);
    Sealed other = Sealed.of(MediaKind.VIDEO, new byte[101]);

    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> check(announced.reference(), other.bytes, 64));
    MediaReference withoutEncrypted =
        new SealedFile(SECRET, 100, announced.file.sha256(), ByteString.EMPTY)
            .at(Optional.empty(), "/v/x", Optional.empty());
    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> check(withoutEncrypted, other.bytes, 64));
    MediaReference withoutDigests =
        new SealedFile(SECRET, 100, ByteString.EMPTY, ByteString.EMPTY)
            .at(Optional.empty(), "/v/x", Optional.empty());
    assertThat(check(withoutDigests, other.bytes, 64)).isEqualTo(101);
  }

  @Test
  void keysAreOf32Bytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MediaKeys.of(MediaKind.AUDIO, ByteString.copyFromUtf8("short")));
  }
}
