package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.StickerContent;

/** {@code sticker}: a picture without frame. */
final class StickerKind implements MessageKind<StickerContent> {

  @Override
  public Class<StickerContent> content() {
    return StickerContent.class;
  }

  @Override
  public void write(StickerContent content, ObjectNode json) {
    ObjectNode media = MediaDocument.write(content, json);
    MediaDocument.size(content.width(), content.height(), media);
    if (content.animated()) {
      media.put("animated", true);
    }
  }
}
