package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.DocumentMessage;
import dev.kubezap.whatsapp.proto.FutureProofMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * A file of any kind.
 *
 * @param filename as its sender gave it; never to be used as a path
 */
public record DocumentContent(
    MediaReference media,
    Optional<String> filename,
    Optional<String> caption,
    ByteString thumbnail,
    MessageContext context)
    implements Media, Composable {

  static Optional<Content> read(Message message) {
    if (!message.hasDocumentMessage()) {
      return Optional.empty();
    }
    DocumentMessage document = message.getDocumentMessage();
    return Optional.of(
        new DocumentContent(
            new MediaReference(
                MediaReference.text(document.getMimetype()),
                document.getFileLength(),
                document.getFileSha256(),
                document.getFileEncSha256(),
                document.getMediaKey(),
                MediaReference.text(document.getDirectPath()),
                MediaReference.text(document.getUrl())),
            MediaReference.text(document.getFileName())
                .or(() -> MediaReference.text(document.getTitle())),
            MediaReference.text(document.getCaption()),
            document.getJpegThumbnail(),
            MessageContext.of(document.getContextInfo())));
  }

  @Override
  public DocumentContent with(MessageContext other) {
    return new DocumentContent(media, filename, caption, thumbnail, other);
  }

  /** The same with these words below it. */
  public DocumentContent captioned(String words) {
    return new DocumentContent(media, filename, Optional.of(words), thumbnail, context);
  }

  @Override
  public MediaKind kind() {
    return MediaKind.DOCUMENT;
  }

  @Override
  public DocumentContent with(MediaReference other) {
    return new DocumentContent(other, filename, caption, thumbnail, context);
  }

  @Override
  public String type() {
    return "document";
  }

  /** Documents cannot be. */
  @Override
  public boolean viewOnce() {
    return false;
  }

  @Override
  public Message encode() {
    DocumentMessage.Builder document =
        DocumentMessage.newBuilder().setFileLength(media.size()).setFileSha256(media.sha256());
    if (!media.mediaKey().isEmpty()) {
      document.setFileEncSha256(media.encryptedSha256()).setMediaKey(media.mediaKey());
    }
    media.mimetype().ifPresent(document::setMimetype);
    media.directPath().ifPresent(document::setDirectPath);
    media.url().ifPresent(document::setUrl);
    filename.ifPresent(name -> document.setFileName(name).setTitle(name));
    caption.ifPresent(document::setCaption);
    if (!thumbnail.isEmpty()) {
      document.setJpegThumbnail(thumbnail);
    }
    if (!context.isEmpty()) {
      document.setContextInfo(context.encode());
    }
    Message message = Message.newBuilder().setDocumentMessage(document).build();
    return caption.isEmpty()
        ? message
        : Message.newBuilder()
            .setDocumentWithCaptionMessage(FutureProofMessage.newBuilder().setMessage(message))
            .build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media("document");
  }

  /** Hides name, caption and key. */
  @Override
  public String toString() {
    return "DocumentContent[" + media + "]";
  }
}
