package dev.kubezap.pod.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for tests: red on the left, blue on the right. */
public final class PictureFixture {
  public static final int RED = 0xC81E1E;
  public static final int BLUE = 0x1E1EC8;

  private PictureFixture() {}

  /** Of a kind of BufferedImage. */
  public static BufferedImage halves(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xFF000000 | (x < width / 2 ? RED : BLUE));
      }
    }
    return image;
  }

  public static byte[] png(int width, int height) {
    return encoded(halves(width, height, BufferedImage.TYPE_INT_RGB), "png", false);
  }

  public static byte[] jpeg(int width, int height) {
    return encoded(halves(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", false);
  }

  /** As a file. */
  static byte[] encoded(BufferedImage image, String format, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes it", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A JPEG that says how it is to be turned. */
  static byte[] turned(byte[] jpeg, int orientation) {
    String exif =
        "ffe10022457869660000"
            + "4d4d002a00000008"
            + "0001"
            + "0112000300000001000"
            + orientation
            + "0000"
            + "00000000";
    byte[] segment = HexFormat.of().parseHex(exif);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, 2);
    bytes.writeBytes(segment);
    bytes.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }

  /** A file of some hundred kilobytes that is a black picture of any size. */
  public static byte[] largePng(int width, int height) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    byte[] line = new byte[1 + 3 * width];
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(data)) {
      for (int y = 0; y < height; y++) {
        deflater.write(line);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(HexFormat.of().parseHex("89504e470d0a1a0a"));
    byte[] head =
        HexFormat.of()
            .parseHex(
                "49484452"
                    + HexFormat.of().toHexDigits(width)
                    + HexFormat.of().toHexDigits(height)
                    + "0802000000");
    chunk(head, file);
    byte[] content = new byte[4 + data.size()];
    System.arraycopy(HexFormat.of().parseHex("49444154"), 0, content, 0, 4);
    System.arraycopy(data.toByteArray(), 0, content, 4, data.size());
    chunk(content, file);
    chunk(HexFormat.of().parseHex("49454e44"), file);
    return file.toByteArray();
  }

  private static void chunk(byte[] content, ByteArrayOutputStream file) {
    CRC32 sum = new CRC32();
    sum.update(content);
    file.writeBytes(HexFormat.of().parseHex(HexFormat.of().toHexDigits(content.length - 4)));
    file.writeBytes(content);
    file.writeBytes(HexFormat.of().parseHex(HexFormat.of().toHexDigits((int) sum.getValue())));
  }

  /** A file beside this class. */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = PictureFixture.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** What is in a file. */
  public static BufferedImage decoded(byte[] file) throws IOException {
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)));
  }
}
