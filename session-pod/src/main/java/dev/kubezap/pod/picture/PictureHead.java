package dev.kubezap.pod.picture;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a picture's first bytes tell: how large it is, how it is to be turned, and whether decoding
 * it is bounded by its size. It is read before any decoder is asked, so that a file of some
 * kilobytes that claims to be a picture of gigabytes costs nothing.
 *
 * @param width as it is stored, from 1 pixel
 * @param height as it is stored, from 1 pixel
 * @param turn how it is to be shown
 * @param mostPixels of a picture that is stored so; what has more is not decoded
 */
public record PictureHead(int width, int height, Turn turn, long mostPixels) {
  /** Decoded line by line; of these only every so many are kept. */
  static final long BY_LINES = 100_000_000;

  /** A JPEG that comes in several passes is in memory as a whole, 3 to 6 bytes for each pixel. */
  static final long BY_PASSES = 16_000_000;

  /** A WebP is in the heap as a whole. */
  static final long WEBP = 6_000_000;

  private static final int LARGEST = 65_535;
  private static final long PNG_MAGIC = 0x89504E470D0A1A0AL;
  private static final int JPEG_MAGIC = 0xFFD8;
  private static final int RIFF = 0x52494646;

  /** What stands in a PNG with a palette beside the pixels is read into the heap. */
  private static final long LARGEST_PALETTE_FILE = 8L << 20;

  private static final int PALETTE = 3;

  /** Reads it; empty when the file is no JPEG, PNG or WebP, or does not tell. */
  public static Optional<PictureHead> of(Path file) throws IOException {
    long size = Files.size(file);
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      int first = in.readUnsignedShort();
      if (first == JPEG_MAGIC) {
        return JpegHead.read(in);
      }
      int second = in.readUnsignedShort();
      int four = first << 16 | second;
      if (four == RIFF) {
        return WebpHead.read(in);
      }
      return four == (int) (PNG_MAGIC >>> 32) && in.readInt() == (int) PNG_MAGIC
          ? png(in, size)
          : Optional.empty();
    } catch (EOFException e) {
      // It breaks off: whoever shows it will find out.
      return Optional.empty();
    }
  }

  /** Of a size that a picture may have; empty for others. */
  static Optional<PictureHead> of(long width, long height, Turn turn, long mostPixels) {
    return width >= 1 && height >= 1 && width <= LARGEST && height <= LARGEST
        ? Optional.of(new PictureHead((int) width, (int) height, turn, mostPixels))
        : Optional.empty();
  }

  private static Optional<PictureHead> png(DataInputStream in, long size) throws IOException {
    in.skipNBytes(8);
    long width = in.readInt() & 0xFFFFFFFFL;
    long height = in.readInt() & 0xFFFFFFFFL;
    in.skipNBytes(1);
    boolean heavy = in.readUnsignedByte() == PALETTE && size > LARGEST_PALETTE_FILE;
    return of(width, height, Turn.NONE, heavy ? 0 : BY_LINES);
  }

  /** Whether decoding it costs no more than it may. */
  boolean isDecodable() {
    return (long) width * height <= mostPixels;
  }

  /** Whether it is shown as it is stored, as a square that is not larger than this. */
  public boolean isUprightSquare(int side) {
    return turn == Turn.NONE && width == height && width <= side;
  }

  /** Pixels from left to right as it is shown. */
  public int shownWidth() {
    return turn.isSideways() ? height : width;
  }

  /** Pixels from top to bottom as it is shown. */
  public int shownHeight() {
    return turn.isSideways() ? width : height;
  }
}
