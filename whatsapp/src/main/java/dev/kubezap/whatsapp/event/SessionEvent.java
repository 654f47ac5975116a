package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import java.util.Optional;

/** One thing that happened to a session; {@link EventKind} lists all that there are. */
public sealed interface SessionEvent
    permits AccountEvent, CallEvent, ConnectionEvent, GroupEvent, MessageEvent {

  /** Its entry in the list of events. */
  default EventKind eventKind() {
    return EventKind.of(getClass());
  }

  /** The event's name without prefix, such as {@code message.received}. */
  default String type() {
    return eventKind().text();
  }

  /** The chat that it is about: deliveries keep the order of events of one subject. */
  default Optional<Jid> subject() {
    return Optional.empty();
  }
}
