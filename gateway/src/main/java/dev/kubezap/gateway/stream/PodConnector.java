package dev.kubezap.gateway.stream;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.proxy.PodAddress;
import dev.kubezap.gateway.proxy.PodToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Opens streams of pods' events, as the gateway itself. */
final class PodConnector implements AutoCloseable {

  /** One for all readers, the others for readers that catch up. */
  private static final int CONNECTIONS = 8;

  private static final int WAITING = 256;

  /** Three of the pod's heartbeats: whoever is silent for so long is gone. */
  private static final int SILENCE_SECONDS = 45;

  private static final int OK = 200;

  private final Fleet fleet;
  private final PodToken token;
  private final boolean trustStatus;
  private final HttpClient client;

  PodConnector(Vertx vertx, Fleet fleet, PodToken token, boolean trustStatus, Duration patience) {
    this.fleet = fleet;
    this.token = token;
    this.trustStatus = trustStatus;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) patience.toMillis())
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setTcpNoDelay(true)
                .setMaxWaitQueueSize(WAITING),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /**
   * Opens one, on the event loop of the caller. It fails when the pod is not there, or takes no
   * stream now.
   *
   * @param after the last event that is known; empty to begin with the next
   */
  Future<HttpClientResponse> open(SessionId id, OptionalLong after) {
    Optional<PodAddress> address =
        fleet
            .get(id)
            .filter(session -> !session.getSpec().suspend())
            .flatMap((WhatsAppSession session) -> PodAddress.of(session, trustStatus));
    Optional<String> own = token.token();
    if (address.isEmpty() || own.isEmpty()) {
      return Future.failedFuture("the session has no pod, or the gateway no token");
    }
    var options =
        new RequestOptions()
            .setHost(address.get().host())
            .setPort(address.get().port())
            .setURI("/api/v1/events")
            .putHeader("Accept", "text/event-stream")
            .putHeader("Authorization", "Bearer " + own.get())
            .putHeader("Kubezap-Scopes", "read");
    after.ifPresent(sequence -> options.putHeader("Last-Event-ID", Long.toString(sequence)));
    return client.request(options).compose(HttpClientRequest::send).compose(PodConnector::taken);
  }

  private static Future<HttpClientResponse> taken(HttpClientResponse response) {
    if (response.statusCode() == OK) {
      return Future.succeededFuture(response);
    }
    response.request().reset();
    return Future.failedFuture("the pod answered " + response.statusCode());
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
