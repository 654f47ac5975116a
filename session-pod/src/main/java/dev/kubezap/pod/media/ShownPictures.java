package dev.kubezap.pod.media;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.picture.PictureHead;
import dev.kubezap.pod.picture.PictureScaler;
import dev.kubezap.pod.picture.SmallPicture;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.StickerContent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * What is shown of pictures before they are there: their size, by which receivers make room, and a
 * small JPEG. What the caller gave stays; a picture that cannot be read is sent without.
 */
final class ShownPictures {
  /** As phones make them: shown blurred until the picture is there, and a part of each message. */
  private static final int THUMBNAIL = 100;

  private static final float THUMBNAIL_QUALITY = 0.6f;

  /** Of a page: shown as it is. */
  private static final int PREVIEW = 192;

  private static final float PREVIEW_QUALITY = 0.75f;

  /** A page's JPEG that is not larger than this goes as it is. */
  private static final int SMALL_FILE = 48 * 1024;

  /** As Android and WhatsApp Web make them. */
  private static final int PORTRAIT = 640;

  private static final float PORTRAIT_QUALITY = 0.85f;
  private static final long PORTRAIT_BYTES = 512 * 1024;

  private final PictureScaler scaler;

  ShownPictures(PictureScaler scaler) {
    this.scaler = scaler;
  }

  /** The content with what its picture tells. */
  Media complete(Media content, SpooledFile file) throws IOException, InterruptedException {
    return switch (content) {
      case ImageContent image when image.width() == 0 || wantsThumbnail(image) ->
          complete(image, file);
      case StickerContent sticker when sticker.width() == 0 ->
          PictureHead.of(file.file())
              .<Media>map(
                  head ->
                      new StickerContent(
                          sticker.media(),
                          sticker.animated(),
                          head.shownWidth(),
                          head.shownHeight(),
                          sticker.context()))
              .orElse(sticker);
      default -> content;
    };
  }

  /** What may be looked at once only is not shown small before. */
  private static boolean wantsThumbnail(ImageContent image) {
    return image.thumbnail().isEmpty() && !image.viewOnce();
  }

  private ImageContent complete(ImageContent image, SpooledFile file)
      throws IOException, InterruptedException {
    Optional<PictureHead> head =
        image.width() == 0 ? PictureHead.of(file.file()) : Optional.empty();
    Optional<SmallPicture> small =
        wantsThumbnail(image)
            ? scaler.within(file.file(), THUMBNAIL, THUMBNAIL_QUALITY)
            : Optional.empty();
    return new ImageContent(
        image.media(),
        image.caption(),
        head.map(PictureHead::shownWidth).orElse(image.width()),
        head.map(PictureHead::shownHeight).orElse(image.height()),
        small.map(SmallPicture::jpeg).orElse(image.thumbnail()),
        image.viewOnce(),
        image.context());
  }

  /** A page's picture, small enough for a message; empty when it cannot be read. */
  ByteString ofPage(SpooledFile file) throws IOException, InterruptedException {
    boolean jpeg = FileType.of(file.head()).filter(FileType.JPEG::equals).isPresent();
    if (jpeg && file.size() <= SMALL_FILE) {
      return ByteString.copyFrom(Files.readAllBytes(file.file()));
    }
    return scaler
        .within(file.file(), PREVIEW, PREVIEW_QUALITY)
        .map(SmallPicture::jpeg)
        .orElse(ByteString.EMPTY);
  }

  /**
   * The square in a picture's middle, by which an account, a group or a channel is shown; a JPEG
   * that is such a square stays as it is. Empty when it cannot be read.
   */
  Optional<ByteString> portrait(SpooledFile file) throws IOException, InterruptedException {
    Optional<PictureHead> head = PictureHead.of(file.file());
    boolean fits =
        head.isPresent()
            && FileType.of(file.head()).filter(FileType.JPEG::equals).isPresent()
            && file.size() <= PORTRAIT_BYTES
            && head.get().isUprightSquare(PORTRAIT);
    return fits
        ? Optional.of(ByteString.copyFrom(Files.readAllBytes(file.file())))
        : scaler.square(file.file(), PORTRAIT, PORTRAIT_QUALITY).map(SmallPicture::jpeg);
  }
}
