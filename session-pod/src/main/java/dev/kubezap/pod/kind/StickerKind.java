package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.StickerContent;
import java.util.Optional;
import java.util.Set;

/** {@code sticker}: a picture without frame. */
final class StickerKind implements MessageKind<StickerContent>, SendForm {

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

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("sticker");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    return MediaFields.of(fields)
        .map(
            file ->
                new StickerContent(
                    file.reference(), file.animated(), file.width(), file.height(), context));
  }
}
