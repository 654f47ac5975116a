package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.VideoMessage;
import java.util.Optional;

/**
 * A video, an animation (a short video without sound), or a round video note.
 *
 * @param seconds its length, 0 when not told
 * @param width pixels, 0 when not told
 * @param height pixels, 0 when not told
 */
public record VideoContent(
    Form form,
    MediaReference media,
    Optional<String> caption,
    int seconds,
    int width,
    int height,
    ByteString thumbnail,
    boolean viewOnce,
    MessageContext context)
    implements Media, Composable {

  /** How it is shown. */
  public enum Form {
    VIDEO("video", "video"),
    /** Plays again and again, without sound. */
    GIF("gif", "gif"),
    /** A round video of at most a minute. */
    NOTE("videoNote", "ptv");

    private final String type;
    private final String mediaType;

    Form(String type, String mediaType) {
      this.type = type;
      this.mediaType = mediaType;
    }
  }

  static Optional<Content> read(Message message) {
    if (message.hasPtvMessage()) {
      return Optional.of(of(Form.NOTE, message.getPtvMessage()));
    }
    if (!message.hasVideoMessage()) {
      return Optional.empty();
    }
    VideoMessage video = message.getVideoMessage();
    return Optional.of(of(video.getGifPlayback() ? Form.GIF : Form.VIDEO, video));
  }

  private static VideoContent of(Form form, VideoMessage video) {
    return new VideoContent(
        form,
        new MediaReference(
            MediaReference.text(video.getMimetype()),
            video.getFileLength(),
            video.getFileSha256(),
            video.getFileEncSha256(),
            video.getMediaKey(),
            MediaReference.text(video.getDirectPath()),
            MediaReference.text(video.getUrl())),
        MediaReference.text(video.getCaption()),
        video.getSeconds(),
        video.getWidth(),
        video.getHeight(),
        video.getJpegThumbnail(),
        video.getViewOnce(),
        MessageContext.of(video.getContextInfo()));
  }

  @Override
  public VideoContent with(MessageContext other) {
    return new VideoContent(
        form, media, caption, seconds, width, height, thumbnail, viewOnce, other);
  }

  /** The same with these words below it. */
  public VideoContent captioned(String words) {
    return new VideoContent(
        form, media, Optional.of(words), seconds, width, height, thumbnail, viewOnce, context);
  }

  @Override
  public MediaKind kind() {
    return MediaKind.VIDEO;
  }

  @Override
  public VideoContent with(MediaReference other) {
    return new VideoContent(
        form, other, caption, seconds, width, height, thumbnail, viewOnce, context);
  }

  @Override
  public String type() {
    return form.type;
  }

  @Override
  public Message encode() {
    VideoMessage.Builder video =
        VideoMessage.newBuilder().setFileLength(media.size()).setFileSha256(media.sha256());
    if (!media.mediaKey().isEmpty()) {
      video.setFileEncSha256(media.encryptedSha256()).setMediaKey(media.mediaKey());
    }
    media.mimetype().ifPresent(video::setMimetype);
    media.directPath().ifPresent(video::setDirectPath);
    media.url().ifPresent(video::setUrl);
    caption.ifPresent(video::setCaption);
    if (seconds > 0) {
      video.setSeconds(seconds);
    }
    if (width > 0 && height > 0) {
      video.setWidth(width).setHeight(height);
    }
    if (!thumbnail.isEmpty()) {
      video.setJpegThumbnail(thumbnail);
    }
    if (form == Form.GIF) {
      video.setGifPlayback(true);
    }
    if (viewOnce) {
      video.setViewOnce(true);
    }
    if (!context.isEmpty()) {
      video.setContextInfo(context.encode());
    }
    Message.Builder message = Message.newBuilder();
    Message built =
        form == Form.NOTE
            ? message.setPtvMessage(video).build()
            : message.setVideoMessage(video).build();
    return Contents.viewOnce(viewOnce, built);
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media(form.mediaType);
  }

  /** Hides caption and key. */
  @Override
  public String toString() {
    return "VideoContent[" + form + " " + media + "]";
  }
}
