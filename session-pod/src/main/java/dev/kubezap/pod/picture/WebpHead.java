package dev.kubezap.pod.picture;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first chunks of a WebP (RFC 9649). Only lossy pictures without transparency are decoded: a
 * lossless one, and the transparency of any, says itself how many tables its decoder has to make.
 */
final class WebpHead {
  private static final int MOST_CHUNKS = 64;
  private static final int TRANSPARENT_OR_MOVING = 0x12;

  private WebpHead() {}

  /** Behind the four letters that begin it. */
  static Optional<PictureHead> read(DataInputStream in) throws IOException {
    in.skipNBytes(4);
    if (!name(in).equals("WEBP")) {
      return Optional.empty();
    }
    String chunk = name(in);
    long length = little(in, 4);
    return switch (chunk) {
      case "VP8X" -> extended(in, length);
      case "VP8L" -> {
        in.skipNBytes(1);
        long bits = little(in, 4);
        yield PictureHead.of((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, Turn.NONE, 0);
      }
      case "VP8 " -> {
        in.skipNBytes(6);
        yield PictureHead.of(
            little(in, 2) & 0x3FFF, little(in, 2) & 0x3FFF, Turn.NONE, PictureHead.WEBP);
      }
      default -> Optional.empty();
    };
  }

  private static Optional<PictureHead> extended(DataInputStream in, long length)
      throws IOException {
    int flags = in.readUnsignedByte();
    in.skipNBytes(3);
    long width = little(in, 3) + 1;
    long height = little(in, 3) + 1;
    boolean plain = (flags & TRANSPARENT_OR_MOVING) == 0 && length == 10 && isLossy(in);
    return PictureHead.of(width, height, Turn.NONE, plain ? PictureHead.WEBP : 0);
  }

  /** Whether of the chunks that pictures are in there is first the one of lossy ones. */
  private static boolean isLossy(DataInputStream in) throws IOException {
    for (int chunks = 0; chunks < MOST_CHUNKS; chunks++) {
      byte[] head = in.readNBytes(8);
      if (head.length < 8) {
        return false;
      }
      String name = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
      if (name.equals("VP8 ")) {
        return true;
      }
      if (!name.equals("ICCP")) {
        return false;
      }
      long length = 0;
      for (int i = 0; i < 4; i++) {
        length |= (long) (head[4 + i] & 0xFF) << (8 * i);
      }
      in.skipNBytes(length + (length & 1));
    }
    return false;
  }

  private static String name(DataInputStream in) throws IOException {
    return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
  }

  private static long little(DataInputStream in, int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) in.readUnsignedByte() << (8 * i);
    }
    return value;
  }
}
