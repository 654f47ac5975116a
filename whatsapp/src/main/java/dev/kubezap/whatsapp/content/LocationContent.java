package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.LocationMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * A place.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param accuracy metres, 0 when not told
 */
public record LocationContent(
    double latitude,
    double longitude,
    Optional<String> name,
    Optional<String> address,
    Optional<String> url,
    int accuracy,
    MessageContext context)
    implements Composable {

  static Optional<Content> read(Message message) {
    return message.hasLocationMessage()
        ? Optional.of(of(message.getLocationMessage()))
        : Optional.empty();
  }

  private static LocationContent of(LocationMessage place) {
    return new LocationContent(
        place.getDegreesLatitude(),
        place.getDegreesLongitude(),
        MediaReference.text(place.getName()),
        MediaReference.text(place.getAddress()),
        MediaReference.text(place.getUrl()),
        place.getAccuracyInMeters(),
        MessageContext.of(place.getContextInfo()));
  }

  @Override
  public LocationContent with(MessageContext other) {
    return new LocationContent(latitude, longitude, name, address, url, accuracy, other);
  }

  @Override
  public String type() {
    return "location";
  }

  @Override
  public Message encode() {
    LocationMessage.Builder place =
        LocationMessage.newBuilder().setDegreesLatitude(latitude).setDegreesLongitude(longitude);
    name.ifPresent(place::setName);
    address.ifPresent(place::setAddress);
    url.ifPresent(place::setUrl);
    if (accuracy > 0) {
      place.setAccuracyInMeters(accuracy);
    }
    if (!context.isEmpty()) {
      place.setContextInfo(context.encode());
    }
    return Message.newBuilder().setLocationMessage(place).build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media("location");
  }

  /** Hides the place. */
  @Override
  public String toString() {
    return "LocationContent[]";
  }
}
