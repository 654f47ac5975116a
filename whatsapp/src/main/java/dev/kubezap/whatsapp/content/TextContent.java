package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.ExtendedTextMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Map;
import java.util.Optional;

/**
 * Text.
 *
 * @param preview what is shown of a link in it
 */
public record TextContent(String text, Optional<LinkPreview> preview, MessageContext context)
    implements Composable {

  /**
   * What is shown of a link.
   *
   * @param url the link as it stands in the text
   * @param thumbnail a small JPEG, empty when there is none
   */
  public record LinkPreview(
      String url, Optional<String> title, Optional<String> description, ByteString thumbnail) {

    /** Hides what the link is about. */
    @Override
    public String toString() {
      return "LinkPreview[]";
    }
  }

  /** Text alone. */
  public static TextContent of(String text) {
    return new TextContent(text, Optional.empty(), MessageContext.NONE);
  }

  static Optional<Content> read(Message message) {
    if (message.hasExtendedTextMessage()) {
      ExtendedTextMessage text = message.getExtendedTextMessage();
      return Optional.of(
          new TextContent(text.getText(), preview(text), MessageContext.of(text.getContextInfo())));
    }
    return message.hasConversation()
        ? Optional.of(of(message.getConversation()))
        : Optional.empty();
  }

  private static Optional<LinkPreview> preview(ExtendedTextMessage text) {
    return text.getMatchedText().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LinkPreview(
                text.getMatchedText(),
                MediaReference.text(text.getTitle()),
                MediaReference.text(text.getDescription()),
                text.getJpegThumbnail()));
  }

  @Override
  public TextContent with(MessageContext other) {
    return new TextContent(text, preview, other);
  }

  @Override
  public String type() {
    return "text";
  }

  @Override
  public Message encode() {
    if (preview.isEmpty() && context.isEmpty()) {
      return Message.newBuilder().setConversation(text).build();
    }
    ExtendedTextMessage.Builder extended = ExtendedTextMessage.newBuilder().setText(text);
    preview.ifPresent(
        shown -> {
          extended.setMatchedText(shown.url());
          shown.title().ifPresent(extended::setTitle);
          shown.description().ifPresent(extended::setDescription);
          if (!shown.thumbnail().isEmpty()) {
            extended.setJpegThumbnail(shown.thumbnail());
          }
        });
    if (!context.isEmpty()) {
      extended.setContextInfo(context.encode());
    }
    return Message.newBuilder().setExtendedTextMessage(extended).build();
  }

  @Override
  public StanzaForm stanza() {
    return preview.isPresent() ? urlForm() : StanzaForm.TEXT;
  }

  private static StanzaForm urlForm() {
    return new StanzaForm("text", Optional.of("url"), Optional.empty(), Map.of(), false);
  }

  /** Says how long the text is, not what it says: message texts never reach a log. */
  @Override
  public String toString() {
    return "TextContent[" + text.length() + " characters]";
  }
}
