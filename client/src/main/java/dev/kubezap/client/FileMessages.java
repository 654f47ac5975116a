package dev.kubezap.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.client.invoker.ApiException;
import dev.kubezap.client.model.SendRequest;
import dev.kubezap.client.model.Sent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sends messages with a file as a form ({@code multipart/form-data}, RFC 7578): the file is never
 * whole in memory. The generated operations send files by address or as base64.
 */
public final class FileMessages {
  private static final String LINE = "\r\n";

  /** For 100 MB over a slow line, and the answer. */
  private static final Duration UPLOAD = Duration.ofMinutes(15);

  private static final URI MESSAGES = URI.create("/api/v1/messages");

  private final HttpClient http;
  private final UnaryOperator<URI> place;
  private final Supplier<String> key;
  private final ObjectMapper json;

  FileMessages(HttpClient http, UnaryOperator<URI> place, Supplier<String> key, ObjectMapper json) {
    this.http = http;
    this.place = place;
    this.key = key;
    this.json = json;
  }

  /**
   * Sends a message with a file.
   *
   * @param message what goes with the file; its {@code media} needs no data
   * @param file up to 100 MB
   * @param idempotencyKey makes a repeated call one message
   * @throws FileNotFoundException if there is no such file
   * @throws IOException if the connection breaks: the same call may be repeated
   * @throws ApiException if the session refuses it
   */
  public Sent send(SendRequest message, Path file, String idempotencyKey)
      throws ApiException, IOException, InterruptedException {
    String boundary = "kubezap-" + UUID.randomUUID();
    BodyPublisher body =
        BodyPublishers.concat(
            part(boundary, "name=\"message\"", "application/json"),
            BodyPublishers.ofByteArray(json.writeValueAsBytes(message)),
            text(LINE),
            part(boundary, "name=\"media\"; filename=\"media\"", "application/octet-stream"),
            BodyPublishers.ofFile(file),
            text(LINE + "--" + boundary + "--" + LINE));
    HttpRequest request =
        HttpRequest.newBuilder(place.apply(MESSAGES))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + key.get())
            .header("Idempotency-Key", idempotencyKey)
            .timeout(UPLOAD)
            .POST(body)
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new ApiException(
          response.statusCode(), "the file is refused", response.headers(), response.body());
    }
    return json.readValue(response.body(), Sent.class);
  }

  private static BodyPublisher part(String boundary, String disposition, String type) {
    return text(
        "--"
            + boundary
            + LINE
            + "Content-Disposition: form-data; "
            + disposition
            + LINE
            + "Content-Type: "
            + type
            + LINE
            + LINE);
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
