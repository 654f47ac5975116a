package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The messages of one connection that the service has not acknowledged, with the time by which it
 * has to. A service that answers pings and takes messages without acknowledging them would hold up
 * every further message; on another connection the same bytes go out again.
 *
 * <p>A receipt of another device for the message shows as well that the service took it.
 */
final class AwaitedAcknowledgements {
  /** By stanza id, in the order of the deadlines, since all messages have the same time. */
  private final Map<String, Instant> deadlines = new LinkedHashMap<>();

  /** Enters a message when it is sent. A message that is waited for already keeps its deadline. */
  void enter(String id, Instant deadline) {
    deadlines.putIfAbsent(id, deadline);
  }

  /** Notes what a stanza from the service says about the messages. */
  void take(Node stanza) {
    if (deadlines.isEmpty()
        || !(stanza.is("receipt") || (stanza.is("ack") && stanza.has("class", "message")))) {
      return;
    }
    stanza.attribute("id").ifPresent(deadlines::remove);
    for (Node list : stanza.children("list")) {
      for (Node item : list.children("item")) {
        item.attribute("id").ifPresent(deadlines::remove);
      }
    }
  }

  /** Whether the time of a message has passed. */
  boolean isOverdue(Instant now) {
    return deadline().filter(due -> !due.isAfter(now)).isPresent();
  }

  /** The earliest time by which a message has to be acknowledged. */
  Optional<Instant> deadline() {
    return deadlines.values().stream().findFirst();
  }
}
