package dev.kubezap.playground.tour;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One session by HTTP alone: made, scanned, used by its own key, deleted with all of its data. */
final class TourGateway {

  private static final String TEXT = "Hello by the gateway";
  private static final Duration LONG = Duration.ofMinutes(2);

  private final TourPlace place;
  private final Steps steps;
  private final Phones phones;
  private final JsonHttp http;

  TourGateway(TourPlace place, Steps steps, Phones phones, JsonHttp http) {
    this.place = place;
    this.steps = steps;
    this.phones = phones;
    this.http = http;
  }

  /**
   * Plays it.
   *
   * @param scanning the phone that scans
   * @param reading the phone that is written to
   */
  void play(String scanning, String reading) throws StepFailedException, InterruptedException {
    var made =
        steps.await("a session made by HTTP has its key and a QR code", LONG, log(), this::made);
    var self = URI.create(place.gateway().url() + "/api/v1/sessions/" + made.path("id").asText());
    var key = Map.of("X-API-Key", made.path("apiKey").asText());
    steps.await(
        "the phone " + scanning + " has scanned it, and the gateway says connected",
        LONG,
        log(),
        status -> {
          var session = http.get(self, key).body();
          status.set(session.path("phase").asText());
          if (session.at("/qr/text").isTextual()) {
            status.set("scan: " + phones.scan(scanning, session.at("/qr/text").asText()).summary());
          }
          return session.path("connected").asBoolean() ? Optional.of(true) : Optional.empty();
        });
    steps.await(
        "a message sent by the session's key alone has arrived on the phone " + reading,
        LONG,
        log(),
        status -> {
          if (phones.received(reading, TEXT).isPresent()) {
            return Optional.of(true);
          }
          var sent =
              http.post(
                  URI.create(place.gateway().url() + "/api/v1/messages"),
                  once(key),
                  Map.of("to", reading, "type", "text", "text", TEXT));
          status.set(sent.summary());
          return Optional.empty();
        });
    steps.await(
        "the session made by HTTP is deleted with its data",
        LONG,
        log(),
        status -> {
          var answer = http.delete(URI.create(self + "?data=erase"), fleet());
          status.set(answer.summary());
          return answer.status() == 404 ? Optional.of(true) : Optional.empty();
        });
  }

  /** A repetition of the same request sends nothing twice. */
  private static Map<String, String> once(Map<String, String> key) {
    var headers = new HashMap<>(key);
    headers.put("Idempotency-Key", "tour-by-http");
    return headers;
  }

  private Optional<JsonNode> made(Steps.Status status) throws IOException, InterruptedException {
    var answer =
        http.post(
            URI.create(place.gateway().url() + "/api/v1/sessions?wait=qr&timeout=PT15S"),
            fleet(),
            Map.of("displayName", "Tour by HTTP", "namespace", TourSession.NAMESPACE));
    status.set(answer.summary());
    return answer.status() == 201 || answer.status() == 202
        ? Optional.of(answer.body())
        : Optional.empty();
  }

  private Map<String, String> fleet() throws IOException {
    return Map.of("X-API-Key", place.gateway().readKey());
  }

  private Path log() {
    return place.log("gateway");
  }
}
