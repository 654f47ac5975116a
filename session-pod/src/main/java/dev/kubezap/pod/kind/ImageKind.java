package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.MessageContext;
import java.util.Optional;
import java.util.Set;

/** {@code image}: a picture. */
final class ImageKind implements MessageKind<ImageContent>, SendForm {

  @Override
  public Class<ImageContent> content() {
    return ImageContent.class;
  }

  @Override
  public void write(ImageContent content, ObjectNode json) {
    MediaDocument.size(content.width(), content.height(), MediaDocument.write(content, json));
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("image");
  }

  @Override
  public boolean takesViewOnce(String type) {
    return true;
  }

  @Override
  public boolean isEditable() {
    return true;
  }

  @Override
  public Optional<Composable> edited(ImageContent content, Fields fields) {
    return MediaFields.caption(fields).map(content::captioned);
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    return MediaFields.of(fields)
        .map(
            file ->
                new ImageContent(
                    file.reference(),
                    file.caption(),
                    file.width(),
                    file.height(),
                    file.thumbnail(),
                    file.viewOnce(),
                    context));
  }
}
