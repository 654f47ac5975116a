package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.StickerMessage;
import java.util.Optional;

/**
 * A sticker: a WebP picture without frame.
 *
 * @param width pixels, 0 when not told
 * @param height pixels, 0 when not told
 */
public record StickerContent(
    MediaReference media, boolean animated, int width, int height, MessageContext context)
    implements Media, Composable {

  static Optional<Content> read(Message message) {
    if (!message.hasStickerMessage()) {
      return Optional.empty();
    }
    StickerMessage sticker = message.getStickerMessage();
    return Optional.of(
        new StickerContent(
            new MediaReference(
                MediaReference.text(sticker.getMimetype()),
                sticker.getFileLength(),
                sticker.getFileSha256(),
                sticker.getFileEncSha256(),
                sticker.getMediaKey(),
                MediaReference.text(sticker.getDirectPath()),
                MediaReference.text(sticker.getUrl())),
            sticker.getIsAnimated(),
            sticker.getWidth(),
            sticker.getHeight(),
            MessageContext.of(sticker.getContextInfo())));
  }

  @Override
  public StickerContent with(MessageContext other) {
    return new StickerContent(media, animated, width, height, other);
  }

  @Override
  public MediaKind kind() {
    return MediaKind.STICKER;
  }

  @Override
  public StickerContent with(MediaReference other) {
    return new StickerContent(other, animated, width, height, context);
  }

  @Override
  public String type() {
    return "sticker";
  }

  /** Stickers have none. */
  @Override
  public Optional<String> caption() {
    return Optional.empty();
  }

  /** Stickers have none. */
  @Override
  public ByteString thumbnail() {
    return ByteString.EMPTY;
  }

  /** Stickers cannot be. */
  @Override
  public boolean viewOnce() {
    return false;
  }

  @Override
  public Message encode() {
    StickerMessage.Builder sticker =
        StickerMessage.newBuilder()
            .setFileLength(media.size())
            .setFileSha256(media.sha256())
            .setIsAnimated(animated);
    if (!media.mediaKey().isEmpty()) {
      sticker.setFileEncSha256(media.encryptedSha256()).setMediaKey(media.mediaKey());
    }
    media.mimetype().ifPresent(sticker::setMimetype);
    media.directPath().ifPresent(sticker::setDirectPath);
    media.url().ifPresent(sticker::setUrl);
    if (width > 0 && height > 0) {
      sticker.setWidth(width).setHeight(height);
    }
    if (!context.isEmpty()) {
      sticker.setContextInfo(context.encode());
    }
    return Message.newBuilder().setStickerMessage(sticker).build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media("sticker");
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "StickerContent[" + media + "]";
  }
}
