package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.LiveLocationMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * The first place of somebody who shares where they go.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param accuracy metres, 0 when not told
 * @param speed metres a second, 0 when not told
 * @param heading degrees clockwise from magnetic north, 0 when not told
 */
public record LiveLocationContent(
    double latitude,
    double longitude,
    int accuracy,
    float speed,
    int heading,
    Optional<String> caption,
    MessageContext context)
    implements Composable {

  static Optional<Content> read(Message message) {
    if (!message.hasLiveLocationMessage()) {
      return Optional.empty();
    }
    LiveLocationMessage place = message.getLiveLocationMessage();
    return Optional.of(
        new LiveLocationContent(
            place.getDegreesLatitude(),
            place.getDegreesLongitude(),
            place.getAccuracyInMeters(),
            place.getSpeedInMps(),
            place.getDegreesClockwiseFromMagneticNorth(),
            MediaReference.text(place.getCaption()),
            MessageContext.of(place.getContextInfo())));
  }

  @Override
  public LiveLocationContent with(MessageContext other) {
    return new LiveLocationContent(latitude, longitude, accuracy, speed, heading, caption, other);
  }

  @Override
  public String type() {
    return "liveLocation";
  }

  @Override
  public Message encode() {
    LiveLocationMessage.Builder place =
        LiveLocationMessage.newBuilder()
            .setDegreesLatitude(latitude)
            .setDegreesLongitude(longitude);
    if (accuracy > 0) {
      place.setAccuracyInMeters(accuracy);
    }
    if (speed > 0) {
      place.setSpeedInMps(speed);
    }
    if (heading > 0) {
      place.setDegreesClockwiseFromMagneticNorth(heading);
    }
    caption.ifPresent(place::setCaption);
    if (!context.isEmpty()) {
      place.setContextInfo(context.encode());
    }
    return Message.newBuilder().setLiveLocationMessage(place).build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media("livelocation");
  }

  /** Hides the place. */
  @Override
  public String toString() {
    return "LiveLocationContent[]";
  }
}
