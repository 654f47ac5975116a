package dev.kubezap.pod.media;

import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.StickerContent;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How large a picture is, in pixels, as its first bytes tell: receivers make room by it.
 *
 * @param width from 1
 * @param height from 1
 */
record PictureSize(int width, int height) {
  private static final int LARGEST = 65_535;
  private static final int MOST_SEGMENTS = 256;

  /** The content with its picture's size, unless the caller gave one or it is not told. */
  static Media completed(Media content, SpooledFile file) throws IOException {
    return switch (content) {
      case ImageContent image when image.width() == 0 ->
          of(file)
              .<Media>map(
                  size ->
                      new ImageContent(
                          image.media(),
                          image.caption(),
                          size.width(),
                          size.height(),
                          image.thumbnail(),
                          image.viewOnce(),
                          image.context()))
              .orElse(image);
      case StickerContent sticker when sticker.width() == 0 ->
          of(file)
              .<Media>map(
                  size ->
                      new StickerContent(
                          sticker.media(),
                          sticker.animated(),
                          size.width(),
                          size.height(),
                          sticker.context()))
              .orElse(sticker);
      default -> content;
    };
  }

  /** Reads it; empty when the file does not tell. */
  static Optional<PictureSize> of(SpooledFile file) throws IOException {
    Optional<FileType> type = FileType.of(file.head());
    if (type.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(file.open())) {
      return switch (type.get()) {
        case PNG -> png(in);
        case WEBP -> webp(in);
        case JPEG -> jpeg(in);
        default -> Optional.empty();
      };
    } catch (EOFException e) {
      // It breaks off: whoever shows it will find out.
      return Optional.empty();
    }
  }

  private static Optional<PictureSize> checked(long width, long height) {
    return width >= 1 && height >= 1 && width <= LARGEST && height <= LARGEST
        ? Optional.of(new PictureSize((int) width, (int) height))
        : Optional.empty();
  }

  private static Optional<PictureSize> png(DataInputStream in) throws IOException {
    in.skipNBytes(16);
    return checked(in.readInt() & 0xFFFFFFFFL, in.readInt() & 0xFFFFFFFFL);
  }

  private static Optional<PictureSize> webp(DataInputStream in) throws IOException {
    in.skipNBytes(12);
    String chunk = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
    in.skipNBytes(4);
    return switch (chunk) {
      case "VP8X" -> {
        in.skipNBytes(4);
        yield checked(little(in, 3) + 1, little(in, 3) + 1);
      }
      case "VP8L" -> {
        in.skipNBytes(1);
        long bits = little(in, 4);
        yield checked((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
      }
      case "VP8 " -> {
        in.skipNBytes(6);
        yield checked(little(in, 2) & 0x3FFF, little(in, 2) & 0x3FFF);
      }
      default -> Optional.empty();
    };
  }

  private static long little(DataInputStream in, int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) in.readUnsignedByte() << (8 * i);
    }
    return value;
  }

  /** The frame's header stands behind segments of any length. */
  private static Optional<PictureSize> jpeg(DataInputStream in) throws IOException {
    in.skipNBytes(2);
    for (int segments = 0; segments < MOST_SEGMENTS; segments++) {
      int marker = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      boolean frame =
          marker >= 0xFFC0
              && marker <= 0xFFCF
              && marker != 0xFFC4
              && marker != 0xFFC8
              && marker != 0xFFCC;
      if (frame) {
        in.skipNBytes(1);
        int height = in.readUnsignedShort();
        return checked(in.readUnsignedShort(), height);
      }
      if (marker < 0xFF01 || marker == 0xFFDA || length < 2) {
        break;
      }
      in.skipNBytes(length - 2L);
    }
    return Optional.empty();
  }
}
