package dev.kubezap.pod.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures tell their size and what decoding them costs, and what breaks off tells nothing. */
class PictureHeadTest {
  private static final String PNG = "89504e470d0a1a0a0000000d49484452";
  private static final String FRAME = "001108 00c8 012c 03 012200 021101 031101";
  private static final String SCAN = "ffda 000c 03 0100 0211 0311 003f00";
  private static final String WEBP = "524946460000000057454250";

  @TempDir private Path folder;

  private Optional<PictureHead> head(String file) throws IOException {
    Path path = folder.resolve("picture");
    Files.write(path, HexFormat.of().parseHex(file.replace(" ", "")));
    return PictureHead.of(path);
  }

  @ParameterizedTest
  @CsvSource({
    PNG + "0000012c000000c80802, 300, 200",
    PNG + "0000012c0000, 0, 0",
    PNG + "00000000000000010802, 0, 0",
    PNG + "00010000000000010802, 0, 0",
    "ffd8ffe00004aaaaffc0" + FRAME + SCAN + ", 300, 200",
    "ffd8ffe00004aaaaffc2" + FRAME + SCAN + ", 300, 200",
    "ffd8ffc0" + FRAME + ", 0, 0",
    "ffd8ffc0" + FRAME + "ffc0" + FRAME + SCAN + ", 0, 0",
    "ffd8ff01ffc0" + FRAME + SCAN + ", 0, 0",
    "ffd8ffffc0" + FRAME + SCAN + ", 0, 0",
    "ffd8ffc40004aaaaffda, 0, 0",
    "ffd8" + SCAN + ", 0, 0",
    "ffd8ffe00001, 0, 0",
    "ffd8ffe0ffff, 0, 0",
    WEBP + "56503858 0a000000 10000000 2b0100 c70000, 300, 200",
    WEBP + "5650384c 0a000000 2f 2bc13100, 300, 200",
    WEBP + "56503820 0a000000 000000 9d012a 2c01 c800, 300, 200",
    WEBP + "41424344 0a000000, 0, 0",
    "4f676753, 0, 0",
    "ff, 0, 0"
  })
  void tellsTheSize(String file, int width, int height) throws Exception {
    Optional<PictureHead> head = head(file);
    assertThat(head.map(PictureHead::shownWidth).orElse(0)).isEqualTo(width);
    assertThat(head.map(PictureHead::shownHeight).orElse(0)).isEqualTo(height);
  }

  /** 10,000 by 10,000 pixels; 4,000 by 4,000; one more line than either. */
  @ParameterizedTest
  @CsvSource({
    PNG + "00002710 00002710 0802, true",
    PNG + "00002710 00002711 0802, false",
    "ffd8ffc0 001108 2710 2710 03 012200 021101 031101" + SCAN + ", true",
    "ffd8ffc0 001108 2711 2710 03 012200 021101 031101" + SCAN + ", false",
    "ffd8ffc2 001108 0fa0 0fa0 03 012200 021101 031101" + SCAN + ", true",
    "ffd8ffc2 001108 0fa1 0fa0 03 012200 021101 031101" + SCAN + ", false",
    // Each component in a scan of its own, so that the decoder has to have all of them.
    "ffd8ffc0 001108 0fa1 0fa0 03 012200 021101 031101 ffda 0008 01 0100 003f00, false",
    WEBP + "56503820 0a000000 000000 9d012a b80b d007, true",
    WEBP + "56503820 0a000000 000000 9d012a b80b d107, false",
    WEBP + "5650384c 0a000000 2f 2bc13100, false",
    // Extended ones: lossy, with a profile before, lossless, transparent, moving, breaking off.
    WEBP + "56503858 0a000000 00000000 2b0100 c70000 56503820 00000000, true",
    WEBP
        + "56503858 0a000000 20000000 2b0100 c70000 49434350 01000000 aa00 56503820 00000000, true",
    WEBP + "56503858 0a000000 00000000 2b0100 c70000 5650384c 00000000, false",
    WEBP + "56503858 0a000000 10000000 2b0100 c70000 56503820 00000000, false",
    WEBP + "56503858 0a000000 02000000 2b0100 c70000 56503820 00000000, false",
    WEBP + "56503858 0a000000 00000000 2b0100 c70000 5650, false"
  })
  void refusesWhatWouldCostTooMuch(String file, boolean decodable) throws Exception {
    assertThat(head(file).orElseThrow().isDecodable()).isEqualTo(decodable);
  }

  @ParameterizedTest
  @CsvSource({
    "4d4d002a00000008 0001 0112 0003 00000001 00060000, RIGHT",
    "49492a0008000000 0100 1201 0300 01000000 06000000, RIGHT",
    "4d4d002a00000008 0001 0112 0003 00000001 00090000, NONE",
    "4d4d002a00000008 0001 0112 0004 00000001 00060000, NONE",
    "4d4d002a00000008 0002 0100 0003 00000001 00010000 0112 0003 00000001 00020000, MIRRORED",
    "4d4d002a00000008 ffff 0100 0003 00000001 00010000, NONE",
    "4d4d002affffffff 0001 0112 0003 00000001 00060000, NONE",
    "4d4d002a, NONE"
  })
  void tellsHowItIsTurned(String exif, Turn turn) throws Exception {
    String tiff = exif.replace(" ", "");
    String length = HexFormat.of().toHexDigits((short) (tiff.length() / 2 + 8));
    String file = "ffd8ffe1" + length + "457869660000" + tiff + "ffc0" + FRAME + SCAN;
    PictureHead head = head(file).orElseThrow();
    assertThat(head.turn()).isEqualTo(turn);
    assertThat(head.shownWidth()).isEqualTo(turn == Turn.RIGHT ? 200 : 300);
  }
}
