package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.ImageMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * A picture.
 *
 * @param width pixels, 0 when not told
 * @param height pixels, 0 when not told
 */
public record ImageContent(
    MediaReference media,
    Optional<String> caption,
    int width,
    int height,
    ByteString thumbnail,
    boolean viewOnce,
    MessageContext context)
    implements Media, Composable {

  static Optional<Content> read(Message message) {
    if (!message.hasImageMessage()) {
      return Optional.empty();
    }
    ImageMessage image = message.getImageMessage();
    return Optional.of(
        new ImageContent(
            new MediaReference(
                MediaReference.text(image.getMimetype()),
                image.getFileLength(),
                image.getFileSha256(),
                image.getFileEncSha256(),
                image.getMediaKey(),
                MediaReference.text(image.getDirectPath()),
                MediaReference.text(image.getUrl())),
            MediaReference.text(image.getCaption()),
            image.getWidth(),
            image.getHeight(),
            image.getJpegThumbnail(),
            image.getViewOnce(),
            MessageContext.of(image.getContextInfo())));
  }

  @Override
  public ImageContent with(MessageContext other) {
    return new ImageContent(media, caption, width, height, thumbnail, viewOnce, other);
  }

  /** The same with these words below it. */
  public ImageContent captioned(String words) {
    return new ImageContent(media, Optional.of(words), width, height, thumbnail, viewOnce, context);
  }

  @Override
  public MediaKind kind() {
    return MediaKind.IMAGE;
  }

  @Override
  public ImageContent with(MediaReference other) {
    return new ImageContent(other, caption, width, height, thumbnail, viewOnce, context);
  }

  @Override
  public String type() {
    return "image";
  }

  @Override
  public Message encode() {
    ImageMessage.Builder image =
        ImageMessage.newBuilder().setFileLength(media.size()).setFileSha256(media.sha256());
    if (!media.mediaKey().isEmpty()) {
      image.setFileEncSha256(media.encryptedSha256()).setMediaKey(media.mediaKey());
    }
    media.mimetype().ifPresent(image::setMimetype);
    media.directPath().ifPresent(image::setDirectPath);
    media.url().ifPresent(image::setUrl);
    caption.ifPresent(image::setCaption);
    if (width > 0 && height > 0) {
      image.setWidth(width).setHeight(height);
    }
    if (!thumbnail.isEmpty()) {
      image.setJpegThumbnail(thumbnail);
    }
    if (viewOnce) {
      image.setViewOnce(true);
    }
    if (!context.isEmpty()) {
      image.setContextInfo(context.encode());
    }
    return Contents.viewOnce(viewOnce, Message.newBuilder().setImageMessage(image).build());
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media("image");
  }

  /** Hides caption and key. */
  @Override
  public String toString() {
    return "ImageContent[" + media + "]";
  }
}
