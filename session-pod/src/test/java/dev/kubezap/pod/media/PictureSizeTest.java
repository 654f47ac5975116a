package dev.kubezap.pod.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures tell their size, and what breaks off tells none. */
class PictureSizeTest {
  private static final String PNG = "89504e470d0a1a0a0000000d49484452";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    PNG + "0000012c000000c8, 300, 200",
    PNG + "0000012c0000, 0, 0",
    PNG + "0000000000000001, 0, 0",
    PNG + "0001000000000001, 0, 0",
    "ffd8ffe00004aaaaffc0001108 00c8 012c 03, 300, 200",
    "ffd8ffe00004aaaaffc2001108 00c8 012c 03, 300, 200",
    "ffd8ffc40004aaaaffda, 0, 0",
    "ffd8ffe00001, 0, 0",
    "ffd8ffe0ffff, 0, 0",
    "52494646000000005745425056503858 0a000000 10000000 2b0100 c70000, 300, 200",
    "5249464600000000574542505650384c 0a000000 2f 2bc13100, 300, 200",
    "52494646000000005745425056503820 0a000000 000000 9d012a 2c01 c800, 300, 200",
    "52494646000000005745425041424344 0a000000, 0, 0",
    "4f676753, 0, 0"
  })
  void tellsTheSize(String file, int width, int height) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(file.replace(" ", ""));
    MediaFolder volume = new MediaFolder(folder, new Retention(0, Duration.ZERO));
    try (SpooledFile spooled = SpooledFile.of(volume, target -> target.write(bytes))) {
      assertThat(PictureSize.of(spooled))
          .isEqualTo(width == 0 ? Optional.empty() : Optional.of(new PictureSize(width, height)));
    }
  }
}
