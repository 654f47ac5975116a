package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.LocationContent;
import dev.kubezap.whatsapp.content.MessageContext;
import java.util.Optional;
import java.util.Set;

/** {@code location}: a place. */
final class LocationKind implements MessageKind<LocationContent>, SendForm {
  private static final int LONGEST_NAME = 1_024;
  private static final int LONGEST_URL = 2_048;

  @Override
  public Class<LocationContent> content() {
    return LocationContent.class;
  }

  @Override
  public void write(LocationContent content, ObjectNode json) {
    ObjectNode place =
        json.putObject("location")
            .put("latitude", content.latitude())
            .put("longitude", content.longitude());
    content.name().ifPresent(name -> place.put("name", name));
    content.address().ifPresent(address -> place.put("address", address));
    content.url().ifPresent(url -> place.put("url", url));
    if (content.accuracy() > 0) {
      place.put("accuracy", content.accuracy());
    }
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("location");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    Optional<Double> latitude = fields.requiredDecimal("latitude", -90, 90);
    Optional<Double> longitude = fields.requiredDecimal("longitude", -180, 180);
    Optional<String> name = fields.text("name", LONGEST_NAME);
    Optional<String> address = fields.text("address", LONGEST_NAME);
    Optional<String> url = fields.text("url", LONGEST_URL);
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LocationContent(latitude.get(), longitude.get(), name, address, url, 0, context));
  }
}
