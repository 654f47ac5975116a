package dev.kubezap.pod.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureScalerTest {
  @TempDir private Path folder;
  private final PictureScaler scaler = new PictureScaler();

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("picture"), bytes);
  }

  private static void assertNear(int rgb, int expected) {
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat(Math.abs((rgb >> shift & 0xFF) - (expected >> shift & 0xFF)))
          .as("%06x instead of %06x", rgb & 0xFFFFFF, expected)
          .isLessThan(24);
    }
  }

  private static byte[] of(int type, String format) {
    return PictureFixture.encoded(PictureFixture.halves(240, 160, type), format, false);
  }

  static Stream<Arguments> pictures() throws IOException {
    BufferedImage plain = PictureFixture.halves(240, 160, BufferedImage.TYPE_INT_RGB);
    return Stream.of(
        Arguments.of("JPEG", of(BufferedImage.TYPE_INT_RGB, "jpeg")),
        Arguments.of("progressive JPEG", PictureFixture.encoded(plain, "jpeg", true)),
        Arguments.of("PNG", of(BufferedImage.TYPE_INT_RGB, "png")),
        Arguments.of("interlaced PNG", PictureFixture.encoded(plain, "png", true)),
        Arguments.of("PNG with alpha", of(BufferedImage.TYPE_INT_ARGB, "png")),
        Arguments.of("WebP", PictureFixture.resource("halves.webp")),
        Arguments.of("WebP with a profile", PictureFixture.resource("halves-profile.webp")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void makesThemSmall(String name, byte[] bytes) throws Exception {
    SmallPicture small = scaler.within(file(bytes), 60, 0.8f).orElseThrow();

    assertThat(small.width()).isEqualTo(240);
    assertThat(small.height()).isEqualTo(160);
    BufferedImage shown = PictureFixture.decoded(small.jpeg().toByteArray());
    assertThat(shown.getWidth()).isEqualTo(60);
    assertThat(shown.getHeight()).isEqualTo(40);
    assertNear(shown.getRGB(10, 20), PictureFixture.RED);
    assertNear(shown.getRGB(50, 20), PictureFixture.BLUE);
    assertThat(small.jpeg().size()).isLessThan(2000);
  }

  /** Without its profile the colours of print are only nearly those of a screen. */
  @Test
  void readsTheColoursOfPrint() throws Exception {
    Path print = file(PictureFixture.resource("halves-cmyk.jpg"));
    SmallPicture small = scaler.within(print, 60, 0.8f).orElseThrow();
    BufferedImage shown = PictureFixture.decoded(small.jpeg().toByteArray());
    int left = shown.getRGB(10, 20);
    int right = shown.getRGB(50, 20);
    assertThat(left >> 16 & 0xFF).isGreaterThan((left & 0xFF) + 90);
    assertThat(right & 0xFF).isGreaterThan((right >> 16 & 0xFF) + 90);
  }

  /** A grey of 120 stays one, which the JDK's own conversion makes 181. */
  @ParameterizedTest
  @CsvSource({"png, 10", "jpeg, 10", "png, 11", "png, 13"})
  void keepsGreysAndPalettes(String format, int type) throws Exception {
    BufferedImage image = new BufferedImage(90, 90, type);
    for (int y = 0; y < 90; y++) {
      for (int x = 0; x < 90; x++) {
        if (type == BufferedImage.TYPE_BYTE_INDEXED) {
          image.setRGB(x, y, 0xFF666666);
        } else {
          int scale = type == BufferedImage.TYPE_USHORT_GRAY ? 257 : 1;
          image.getRaster().setSample(x, y, 0, 120 * scale);
        }
      }
    }
    SmallPicture small =
        scaler.within(file(PictureFixture.encoded(image, format, false)), 30, 0.9f).orElseThrow();

    int expected = type == BufferedImage.TYPE_BYTE_INDEXED ? 0x666666 : 0x787878;
    assertNear(PictureFixture.decoded(small.jpeg().toByteArray()).getRGB(9, 9), expected);
  }

  @Test
  void showsWhatIsTransparentOnWhite() throws Exception {
    BufferedImage clear = new BufferedImage(80, 80, BufferedImage.TYPE_INT_ARGB);
    SmallPicture small =
        scaler.within(file(PictureFixture.encoded(clear, "png", false)), 20, 0.9f).orElseThrow();
    assertNear(PictureFixture.decoded(small.jpeg().toByteArray()).getRGB(10, 10), 0xFFFFFF);
  }

  /** Where red is, of four corners, as the camera was held. */
  @ParameterizedTest
  @CsvSource({
    "1, 1010", "2, 0101", "3, 0101", "4, 1010", "5, 1100", "6, 1100", "7, 0011", "8, 0011"
  })
  void turnsAsItIsShown(int orientation, String red) throws Exception {
    byte[] jpeg = PictureFixture.turned(PictureFixture.jpeg(240, 120), orientation);
    SmallPicture small = scaler.within(file(jpeg), 40, 0.8f).orElseThrow();

    boolean sideways = orientation > 4;
    assertThat(small.width()).isEqualTo(sideways ? 120 : 240);
    BufferedImage shown = PictureFixture.decoded(small.jpeg().toByteArray());
    assertThat(shown.getWidth()).isEqualTo(sideways ? 20 : 40);
    int right = shown.getWidth() - 3;
    int bottom = shown.getHeight() - 3;
    int[] corners = {
      shown.getRGB(2, 2),
      shown.getRGB(right, 2),
      shown.getRGB(2, bottom),
      shown.getRGB(right, bottom)
    };
    for (int i = 0; i < corners.length; i++) {
      assertNear(corners[i], red.charAt(i) == '1' ? PictureFixture.RED : PictureFixture.BLUE);
    }
  }

  /** The middle of 3000 by 1000 is half red, half blue. */
  @Test
  void cutsTheSquareInTheMiddle() throws Exception {
    SmallPicture small =
        scaler.square(file(PictureFixture.jpeg(3000, 1000)), 640, 0.8f).orElseThrow();

    BufferedImage shown = PictureFixture.decoded(small.jpeg().toByteArray());
    assertThat(shown.getWidth()).isEqualTo(640);
    assertThat(shown.getHeight()).isEqualTo(640);
    assertNear(shown.getRGB(100, 300), PictureFixture.RED);
    assertNear(shown.getRGB(540, 300), PictureFixture.BLUE);
  }

  @ParameterizedTest
  @CsvSource({"65535, 1, 100, 1", "1, 65535, 1, 100", "3, 2, 3, 2", "1, 1, 1, 1"})
  void makesNothingLargerAndNothingVanish(int width, int height, int toWidth, int toHeight)
      throws Exception {
    SmallPicture small =
        scaler.within(file(PictureFixture.largePng(width, height)), 100, 0.6f).orElseThrow();
    BufferedImage shown = PictureFixture.decoded(small.jpeg().toByteArray());
    assertThat(shown.getWidth()).isEqualTo(toWidth);
    assertThat(shown.getHeight()).isEqualTo(toHeight);
  }

  /** 100 megapixels, of which the heap sees some hundred thousand. */
  @Test
  void readsALargePictureByItsLines() throws Exception {
    Path large = file(PictureFixture.largePng(10_000, 10_000));
    assertThat(scaler.within(large, 100, 0.6f)).isPresent();
    assertThat(scaler.within(file(PictureFixture.largePng(10_000, 10_001)), 100, 0.6f)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"halves-lossless.webp", "halves-transparent.webp"})
  void leavesOutWhatDecodesWithoutBounds(String name) throws Exception {
    assertThat(scaler.within(file(PictureFixture.resource(name)), 100, 0.6f)).isEmpty();
  }

  @Test
  void leavesOutWhatIsDamaged() throws Exception {
    byte[] png = PictureFixture.png(400, 300);
    byte[] webp = PictureFixture.resource("halves.webp");
    for (int length : new int[] {0, 1, 8, 30, 40, 60}) {
      assertThat(scaler.within(file(Arrays.copyOf(png, length)), 100, 0.6f)).isEmpty();
      assertThat(scaler.within(file(Arrays.copyOf(webp, length)), 100, 0.6f)).isEmpty();
    }
    assertThat(
            scaler.within(file("GIF89a-and-so-on".getBytes(StandardCharsets.US_ASCII)), 100, 0.6f))
        .isEmpty();
    // It is still good for the next one.
    assertThat(scaler.within(file(png), 100, 0.6f)).isPresent();
  }

  @Test
  void takesManyAtOnce() throws Exception {
    Path picture = file(PictureFixture.jpeg(1200, 900));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Optional<SmallPicture>> work = () -> scaler.within(picture, 100, 0.6f);
      for (var answer : threads.invokeAll(Collections.nCopies(8, work))) {
        assertThat(answer.get()).isPresent();
      }
    }
  }
}
