package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.CloudEventJson;
import javax.net.ssl.SSLSocketFactory;

/**
 * How an event is posted to an endpoint.
 *
 * @param addresses which addresses are allowed
 * @param tls whose certificates are trusted
 * @param documents how events are written
 */
public record Posting(AddressPolicy addresses, SSLSocketFactory tls, CloudEventJson documents) {
  /** What connects to endpoints. */
  EndpointSockets sockets() {
    return new EndpointSockets(addresses, tls);
  }
}
