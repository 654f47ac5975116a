package dev.kubezap.playground.tour;

import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The API of the tour's session, called as a program in the cluster calls it. */
final class SessionApi {

  private final TourSession session;
  private final JsonHttp http;
  private Optional<Door> door = Optional.empty();

  SessionApi(TourSession session, JsonHttp http) {
    this.session = session;
    this.http = http;
  }

  /**
   * Makes a request. A message is sent once, however often it is repeated with the same key.
   *
   * @param path such as {@code /api/v1/messages}
   * @param key the same for each repetition
   * @return nothing as long as the session has no address or no key
   */
  Optional<JsonHttp.Answer> post(String path, String key, Map<String, ?> body)
      throws IOException, InterruptedException {
    if (door.isEmpty()) {
      door = door();
    }
    if (door.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        http.post(
            URI.create(door.get().endpoint() + path),
            Map.of("X-API-Key", door.get().apiKey(), "Idempotency-Key", "tour-" + key),
            body));
  }

  /** Asked for once: a caller goes on without the API server. */
  private Optional<Door> door() {
    var endpoint = session.status().map(WhatsAppSessionStatus::endpoint);
    return endpoint.flatMap(address -> session.apiKey().map(key -> new Door(address, key)));
  }

  private record Door(String endpoint, String apiKey) {

    /** Hides the key. */
    @Override
    public String toString() {
      return endpoint;
    }
  }
}
