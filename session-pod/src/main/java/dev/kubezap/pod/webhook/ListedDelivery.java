package dev.kubezap.pod.webhook;

import java.util.Optional;

/**
 * A delivery and what it is about.
 *
 * @param eventId the event's, by which it can be delivered again; empty when the event is gone
 * @param type the event's, such as {@code message.received}
 */
public record ListedDelivery(Delivery delivery, Optional<String> eventId, Optional<String> type) {}
