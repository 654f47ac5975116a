package dev.kubezap.gateway.proxy;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import java.net.URI;
import java.util.Optional;

/**
 * Where a session's pod is reached.
 *
 * @param host its name or address
 * @param port its port
 */
public record PodAddress(String host, int port) {

  private static final int SERVICE_PORT = 8080;

  /**
   * The address of a session.
   *
   * @param trustStatus whether what the status says counts; whoever may write it then chooses who
   *     gets the gateway's token
   * @return empty when the status has to say it and does not
   */
  public static Optional<PodAddress> of(WhatsAppSession session, boolean trustStatus) {
    SessionId id = Fleet.idOf(session);
    if (!trustStatus) {
      return Optional.of(
          new PodAddress("was-" + id.name() + "." + id.namespace() + ".svc", SERVICE_PORT));
    }
    return Optional.ofNullable(session.getStatus())
        .map(WhatsAppSessionStatus::endpoint)
        .flatMap(PodAddress::parse);
  }

  private static Optional<PodAddress> parse(String endpoint) {
    if (!endpoint.matches("http://[-a-zA-Z0-9.]+(:[0-9]{1,5})?/?")) {
      return Optional.empty();
    }
    URI uri = URI.create(endpoint);
    return Optional.of(new PodAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
  }
}
