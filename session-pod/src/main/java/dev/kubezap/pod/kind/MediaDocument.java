package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.Media;
import java.util.HexFormat;

/** What every kind with a file says of it. */
final class MediaDocument {

  private MediaDocument() {}

  /** Writes the caption and the object {@code media}; answers that for what a kind adds. */
  static ObjectNode write(Media content, ObjectNode json) {
    content.caption().ifPresent(caption -> json.put("caption", caption));
    if (content.viewOnce()) {
      json.put("viewOnce", true);
    }
    ObjectNode media = json.putObject("media");
    content.media().mimetype().ifPresent(type -> media.put("mimetype", type));
    if (content.media().size() > 0) {
      media.put("size", content.media().size());
    }
    if (!content.media().sha256().isEmpty()) {
      media.put("sha256", HexFormat.of().formatHex(content.media().sha256().toByteArray()));
    }
    return media;
  }

  /** Writes what is known of a picture's size. */
  static void size(int width, int height, ObjectNode media) {
    if (width > 0 && height > 0) {
      media.put("width", width).put("height", height);
    }
  }
}
