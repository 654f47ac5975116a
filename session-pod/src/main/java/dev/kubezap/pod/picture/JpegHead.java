package dev.kubezap.pod.picture;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The segments of a JPEG (ITU T.81, annex B) up to its first scan. What is not written as every
 * encoder writes it tells nothing, so that no decoder sees another picture than was found here.
 */
final class JpegHead {
  private static final int MOST_SEGMENTS = 256;
  private static final int FRAME_BASELINE = 0xC0;
  private static final int FRAME_EXTENDED = 0xC1;
  private static final int SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int MOST_ENTRIES = 512;

  private int width;
  private int height;
  private int components;
  private boolean sequential;
  private Turn turn = Turn.NONE;

  private JpegHead() {}

  /** Behind the marker that begins it. */
  static Optional<PictureHead> read(DataInputStream in) throws IOException {
    return new JpegHead().segments(in);
  }

  private Optional<PictureHead> segments(DataInputStream in) throws IOException {
    for (int segments = 0; segments < MOST_SEGMENTS; segments++) {
      int marker = in.readUnsignedShort();
      // What has no length of its own does not stand here.
      if (marker < 0xFFC0 || marker >= 0xFFFF || (marker >= 0xFFD0 && marker <= 0xFFD9)) {
        return Optional.empty();
      }
      int length = in.readUnsignedShort() - 2;
      if (length < 0) {
        return Optional.empty();
      }
      int code = marker & 0xFF;
      if (code == SCAN) {
        boolean onePass = sequential && length > 0 && in.readUnsignedByte() == components;
        return PictureHead.of(
            width, height, turn, onePass ? PictureHead.BY_LINES : PictureHead.BY_PASSES);
      }
      if (isFrame(code)) {
        if (components != 0 || length < 6) {
          return Optional.empty();
        }
        in.skipNBytes(1);
        height = in.readUnsignedShort();
        width = in.readUnsignedShort();
        components = in.readUnsignedByte();
        sequential = code == FRAME_BASELINE || code == FRAME_EXTENDED;
        in.skipNBytes(length - 6L);
      } else if (code == APP1 && turn == Turn.NONE) {
        turn = exif(in.readNBytes(length));
      } else {
        in.skipNBytes(length);
      }
    }
    return Optional.empty();
  }

  private static boolean isFrame(int code) {
    return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
  }

  /** A directory of entries of 12 bytes each: tag, type, count, value. */
  private static Turn exif(byte[] segment) {
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    if (segment.length < EXIF.length + 8 || bytes.mismatch(ByteBuffer.wrap(EXIF)) != EXIF.length) {
      return Turn.NONE;
    }
    ByteBuffer tiff = bytes.slice(EXIF.length, segment.length - EXIF.length);
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long at = tiff.getInt(4) & 0xFFFFFFFFL;
    if (at + 2 > tiff.limit()) {
      return Turn.NONE;
    }
    int entries = Math.min(MOST_ENTRIES, tiff.getShort((int) at) & 0xFFFF);
    for (int i = 0; i < entries && at + 2 + 12L * (i + 1) <= tiff.limit(); i++) {
      int entry = (int) at + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
        return Turn.of(tiff.getShort(entry + 8) & 0xFFFF);
      }
    }
    return Turn.NONE;
  }
}
