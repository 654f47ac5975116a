package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.content.TextContent.LinkPreview;
import java.util.Optional;
import java.util.Set;

/** {@code text}: what was written, and what is shown of a link in it. */
final class TextKind implements MessageKind<TextContent>, SendForm {
  private static final int LONGEST_TEXT = 65_536;
  private static final int LONGEST_URL = 2_048;
  private static final int LONGEST_TITLE = 1_024;

  @Override
  public Class<TextContent> content() {
    return TextContent.class;
  }

  @Override
  public void write(TextContent content, ObjectNode json) {
    json.put("text", content.text());
    content
        .preview()
        .ifPresent(
            preview -> {
              ObjectNode shown = json.putObject("linkPreview").put("url", preview.url());
              preview.title().ifPresent(title -> shown.put("title", title));
              preview.description().ifPresent(text -> shown.put("description", text));
            });
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("text");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    Optional<String> text = fields.requiredText("text", LONGEST_TEXT);
    Optional<LinkPreview> preview = preview(fields, text.orElse(""));
    return text.map(said -> new TextContent(said, preview, context));
  }

  @Override
  public boolean isEditable() {
    return true;
  }

  /** Quote and mentions stay; the preview goes with the text that it was of. */
  @Override
  public Optional<Composable> edited(TextContent content, Fields fields) {
    return fields
        .requiredText("text", LONGEST_TEXT)
        .map(text -> new TextContent(text, Optional.empty(), content.context()));
  }

  /**
   * {@code none} and false are the same; a preview that is given must be of a link in the text. Of
   * {@code auto} the page itself says what is shown: that is read when the message is taken.
   */
  private static Optional<LinkPreview> preview(Fields fields, String text) {
    if (fields.isObject("linkPreview")) {
      return fields
          .object("linkPreview")
          .flatMap(
              given -> {
                Optional<String> url = given.requiredText("url", LONGEST_URL);
                Optional<String> title = given.text("title", LONGEST_TITLE);
                Optional<String> description = given.text("description", LONGEST_TITLE);
                ByteString thumbnail = Thumbnail.read(given);
                if (url.isPresent() && !text.contains(url.get())) {
                  given.wrong("url", "must stand in the text");
                }
                return url.map(link -> new LinkPreview(link, title, description, thumbnail));
              });
    }
    if (!fields.isFalse("linkPreview")) {
      fields
          .text("linkPreview", LONGEST_TITLE)
          .filter(word -> !word.equals("none") && !word.equals("auto"))
          .ifPresent(
              _ ->
                  fields.wrong(
                      "linkPreview",
                      "must be none, auto, false, or {url, title, description, thumbnail}"));
    }
    return Optional.empty();
  }
}
