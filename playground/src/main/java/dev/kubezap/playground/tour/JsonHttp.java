package dev.kubezap.playground.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** JSON requests to the simulator's control API and to a session's API. */
final class JsonHttp implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final ObjectMapper json = new ObjectMapper();

  Answer get(URI address, Map<String, String> headers) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address).GET(), headers);
  }

  Answer delete(URI address, Map<String, String> headers) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address).DELETE(), headers);
  }

  Answer post(URI address, Map<String, String> headers, Map<String, ?> body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))),
        headers);
  }

  private Answer send(HttpRequest.Builder request, Map<String, String> headers)
      throws IOException, InterruptedException {
    headers.forEach(request::header);
    var response = http.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
    var text = response.body();
    return new Answer(
        response.statusCode(),
        text.isBlank() || !text.stripLeading().matches("(?s)[\\[{].*")
            ? json.createObjectNode()
            : json.readTree(text));
  }

  @Override
  public void close() {
    http.close();
  }

  /** A status and what came with it. */
  record Answer(int status, JsonNode body) {

    boolean ok() {
      return status >= 200 && status < 300;
    }

    /** For people: the status and, of a problem document, its detail. */
    String summary() {
      var detail = body.path("detail").asText(body.path("error").asText(""));
      var errors = body.has("errors") ? " " + body.path("errors") : "";
      return detail.isEmpty() ? "answer " + status : "answer " + status + ": " + detail + errors;
    }
  }
}
