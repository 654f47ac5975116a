package dev.kubezap.whatsapp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.media.MediaKeys;
import dev.kubezap.whatsapp.media.MediaSealing;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any part of a stored file can be read. */
class SealedFileStreamTest {
  private static final ByteString SECRET = ByteString.copyFrom(new byte[32]);

  @TempDir private Path folder;
  private final byte[] plain = new byte[200_003];
  private Path file;

  @BeforeEach
  void seal() throws Exception {
    new Random(1).nextBytes(plain);
    file = folder.resolve("sealed");
    try (OutputStream out = Files.newOutputStream(file)) {
      MediaSealing.seal(MediaKind.DOCUMENT, SECRET, new ByteArrayInputStream(plain), out);
    }
  }

  private SealedFileStream open() throws Exception {
    return SealedFileStream.open(MediaKeys.of(MediaKind.DOCUMENT, SECRET), file);
  }

  @Test
  void readsAll() throws Exception {
    try (InputStream in = open()) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 15, 16, 17, 31, 32, 33, 32_767, 32_768, 65_537, 199_984, 200_000, 200_002, 200_003
      })
  void readsFromAnyByteOn(int first) throws Exception {
    try (InputStream in = open()) {
      in.skipNBytes(first);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(plain, first, plain.length));
    }
  }

  @Test
  void skipsAgainAfterReading() throws Exception {
    try (InputStream in = open()) {
      assertThat(in.readNBytes(5)).isEqualTo(Arrays.copyOf(plain, 5));
      in.skipNBytes(50_000);
      assertThat(in.readNBytes(3)).isEqualTo(Arrays.copyOfRange(plain, 50_005, 50_008));
      in.skipNBytes(40_000);
      in.skipNBytes(40_000);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(plain, 130_008, plain.length));
    }
  }

  /** What is between is neither read nor decrypted. */
  @Test
  void skippingReadsNothing() throws Exception {
    try (InputStream in = open()) {
      assertThat(in.skip(150_000)).isEqualTo(150_000 / 16 * 16);
    }
  }
}
