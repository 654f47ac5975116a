package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Hands each event to the sender of its endpoint's kind. A kind that no endpoint has costs nothing:
 * its sender, and with it its library, is loaded with the first event.
 */
final class SenderByKind implements EventSender {
  private static final Logger LOG = Logger.getLogger(SenderByKind.class);

  private final Map<EndpointKind, Supplier<EventSender>> makers;
  private final Map<EndpointKind, EventSender> made = new EnumMap<>(EndpointKind.class);
  private boolean closed;

  /** For every kind. */
  SenderByKind(Map<EndpointKind, Supplier<EventSender>> makers) {
    this.makers = Map.copyOf(makers);
  }

  @Override
  public AttemptResult send(WebhookEndpoint endpoint, StoredEvent event) {
    try {
      return sender(endpoint.kind()).send(endpoint, event);
    } catch (RuntimeException | Error e) {
      // One event's alone: as a thread that the process lacks it would end each process after it.
      LOG.errorf("An attempt to deliver to %s ended by a fault: %s", endpoint, FaultPlace.of(e));
      return AttemptResult.INTERNAL;
    }
  }

  private synchronized EventSender sender(EndpointKind kind) {
    if (closed) {
      throw new IllegalStateException("no deliveries any more");
    }
    return made.computeIfAbsent(kind, missing -> Objects.requireNonNull(makers.get(missing)).get());
  }

  @Override
  public synchronized void close() {
    closed = true;
    made.values().forEach(EventSender::close);
    made.clear();
  }
}
