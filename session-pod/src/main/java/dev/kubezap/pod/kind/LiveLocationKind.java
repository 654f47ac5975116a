package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.LiveLocationContent;
import dev.kubezap.whatsapp.content.MessageContext;
import java.util.Optional;
import java.util.Set;

/**
 * {@code liveLocation}: the first place of somebody who shares where they go. Later places of it do
 * not come to linked devices, nor do they go out from them (docs/limits.md).
 */
final class LiveLocationKind implements MessageKind<LiveLocationContent>, SendForm {
  private static final int LONGEST_CAPTION = 1_024;

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

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("liveLocation");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    Optional<Double> latitude = fields.requiredDecimal("latitude", -90, 90);
    Optional<Double> longitude = fields.requiredDecimal("longitude", -180, 180);
    int accuracy = fields.wholeNumber("accuracy", 0, 100_000).orElse(0L).intValue();
    float speed =
        fields.has("speed")
            ? fields.requiredDecimal("speed", 0, 1_000).orElse(0.0).floatValue()
            : 0;
    int heading = fields.wholeNumber("heading", 0, 359).orElse(0L).intValue();
    Optional<String> caption = fields.text("caption", LONGEST_CAPTION);
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LiveLocationContent(
            latitude.get(), longitude.get(), accuracy, speed, heading, caption, context));
  }
}
