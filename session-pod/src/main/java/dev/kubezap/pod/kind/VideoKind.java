package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.VideoContent;
import java.util.Optional;
import java.util.Set;

/** {@code video}, {@code gif} and {@code videoNote}: pictures that move. */
final class VideoKind implements MessageKind<VideoContent>, SendForm {

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

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("video", "gif", "videoNote");
  }

  @Override
  public boolean takesViewOnce(String type) {
    return type.equals("video");
  }

  @Override
  public boolean isEditable() {
    return true;
  }

  @Override
  public Optional<Composable> edited(VideoContent content, Fields fields) {
    if (content.form() == VideoContent.Form.NOTE) {
      fields.wrong("caption", "does not go with a round video");
      return Optional.empty();
    }
    return MediaFields.caption(fields).map(content::captioned);
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    return MediaFields.of(fields)
        .map(
            file ->
                new VideoContent(
                    form(type),
                    file.reference(),
                    // Round ones have no text below them.
                    type.equals("videoNote") ? Optional.empty() : file.caption(),
                    file.duration(),
                    file.width(),
                    file.height(),
                    file.thumbnail(),
                    takesViewOnce(type) && file.viewOnce(),
                    context));
  }

  private static VideoContent.Form form(String type) {
    return switch (type) {
      case "gif" -> VideoContent.Form.GIF;
      case "videoNote" -> VideoContent.Form.NOTE;
      default -> VideoContent.Form.VIDEO;
    };
  }
}
