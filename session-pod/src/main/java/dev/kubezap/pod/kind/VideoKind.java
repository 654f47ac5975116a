package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.VideoContent;

/** {@code video}, {@code gif} and {@code videoNote}: pictures that move. */
final class VideoKind implements MessageKind<VideoContent> {

  @Override
  public Class<VideoContent> content() {
    return VideoContent.class;
  }

  @Override
  public void write(VideoContent content, ObjectNode json) {
    ObjectNode media = MediaDocument.write(content, json);
    MediaDocument.size(content.width(), content.height(), media);
    if (content.seconds() > 0) {
      media.put("duration", content.seconds());
    }
  }
}
