package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.ImageContent;

/** {@code image}: a picture. */
final class ImageKind implements MessageKind<ImageContent> {

  @Override
  public Class<ImageContent> content() {
    return ImageContent.class;
  }

  @Override
  public void write(ImageContent content, ObjectNode json) {
    MediaDocument.size(content.width(), content.height(), MediaDocument.write(content, json));
  }
}
