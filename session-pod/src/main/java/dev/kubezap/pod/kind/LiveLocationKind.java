package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.LiveLocationContent;

/** {@code liveLocation}: the first place of somebody who shares where they go. */
final class LiveLocationKind implements MessageKind<LiveLocationContent> {

  @Override
  public Class<LiveLocationContent> content() {
    return LiveLocationContent.class;
  }

  @Override
  public void write(LiveLocationContent content, ObjectNode json) {
    ObjectNode place =
        json.putObject("location")
            .put("latitude", content.latitude())
            .put("longitude", content.longitude());
    if (content.accuracy() > 0) {
      place.put("accuracy", content.accuracy());
    }
    if (content.speed() > 0) {
      place.put("speed", content.speed());
    }
    if (content.heading() > 0) {
      place.put("heading", content.heading());
    }
    content.caption().ifPresent(caption -> json.put("caption", caption));
  }
}
