package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.EventMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An invitation to something that happens at a time.
 *
 * @param callLink where to meet online
 */
public record EventContent(
    String name,
    Optional<String> description,
    Optional<Instant> startsAt,
    Optional<Instant> endsAt,
    Optional<String> callLink,
    boolean cancelled,
    MessageContext context)
    implements Composable {

  static Optional<Content> read(Message message) {
    if (!message.hasEventMessage()) {
      return Optional.empty();
    }
    EventMessage event = message.getEventMessage();
    return Optional.of(
        new EventContent(
            event.getName(),
            MediaReference.text(event.getDescription()),
            time(event.getStartTime()),
            time(event.getEndTime()),
            MediaReference.text(event.getJoinLink()),
            event.getIsCanceled(),
            MessageContext.of(event.getContextInfo())));
  }

  private static Optional<Instant> time(long seconds) {
    return seconds > 0 && seconds < Instant.MAX.getEpochSecond()
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }

  @Override
  public EventContent with(MessageContext other) {
    return new EventContent(name, description, startsAt, endsAt, callLink, cancelled, other);
  }

  @Override
  public String type() {
    return "event";
  }

  @Override
  public Message encode() {
    EventMessage.Builder event = EventMessage.newBuilder().setName(name).setIsCanceled(cancelled);
    description.ifPresent(event::setDescription);
    startsAt.ifPresent(at -> event.setStartTime(at.getEpochSecond()));
    endsAt.ifPresent(at -> event.setEndTime(at.getEpochSecond()));
    callLink.ifPresent(event::setJoinLink);
    if (!context.isEmpty()) {
      event.setContextInfo(context.encode());
    }
    return Message.newBuilder().setEventMessage(event).build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.of("event").withMeta(Map.of("event_type", "creation"));
  }

  /** Hides what it is about. */
  @Override
  public String toString() {
    return "EventContent[" + startsAt.map(Instant::toString).orElse("no time") + "]";
  }
}
