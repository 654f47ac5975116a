package dev.kubezap.operator.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.operator.observed.LinkOffer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Calls over HTTP, each bounded in time. */
public final class HttpPodApi implements PodApi, AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Many times what a pod has to say. */
  private static final long LARGEST_ANSWER = 64 * 1024;

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  @Override
  public Device device(Access access, Duration patience) {
    return send(
        get(access, "/api/v1/session", patience),
        HttpPodApi::deviceOf,
        Device.Unknown::new,
        Device.Unknown::new);
  }

  @Override
  public Optional<LinkOffer> offer(Access access, Duration patience) {
    return send(
        get(access, "/api/v1/session", patience),
        HttpPodApi::offerOf,
        why -> Optional.empty(),
        why -> Optional.empty());
  }

  @Override
  public Answer logOut(Access access, Duration patience) {
    return post(access, "/api/v1/session/logout", patience);
  }

  @Override
  public Answer reconnect(Access access, Duration patience) {
    return post(access, "/api/v1/session/reconnect", patience);
  }

  private Answer post(Access access, String path, Duration patience) {
    return send(
        request(access, path, patience).map(it -> it.POST(HttpRequest.BodyPublishers.noBody())),
        ignored -> new Answer.Done(),
        Answer.Failed::new,
        Answer.Uncertain::new);
  }

  private static Optional<HttpRequest.Builder> get(Access access, String path, Duration patience) {
    return request(access, path, patience).map(HttpRequest.Builder::GET);
  }

  /** Empty when key or address fit no request. */
  private static Optional<HttpRequest.Builder> request(
      Access access, String path, Duration patience) {
    try {
      URI target = URI.create(access.endpoint().toString().replaceAll("/+$", "") + path);
      return Optional.of(
          HttpRequest.newBuilder(target)
              .header("Authorization", "Bearer " + access.apiKey())
              .header("Accept", "application/json, application/problem+json")
              .timeout(patience));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // and not a word of it: its message has the key
    }
  }

  private <T> T send(
      Optional<HttpRequest.Builder> request,
      Function<String, T> success,
      Function<String, T> failure,
      Function<String, T> uncertain) {
    if (request.isEmpty()) {
      return failure.apply(
          "api-key in the session's Secret, or the pod's address, has a character"
              + " that no request can have");
    }
    try {
      HttpResponse<String> response = exchange(request.get().build());
      return response.statusCode() / 100 == 2
          ? success.apply(response.body())
          : failure.apply(
              "the pod answered with status " + response.statusCode() + detail(response.body()));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return failure.apply("the pod does not answer (" + e.getClass().getSimpleName() + ")");
    } catch (IOException e) {
      return uncertain.apply("the pod does not answer (" + e.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return uncertain.apply("the operator is being stopped");
    }
  }

  /**
   * A pod is its tenant's, too: what it answers may come byte by byte, or never end. The client's
   * own time is over with the head of an answer.
   */
  private HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    Duration patience = request.timeout().orElse(LONGEST);
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), LARGEST_ANSWER));
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer in time");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    } finally {
      answer.cancel(true); // closes the connection of an answer that is not whole
    }
  }

  private static Device deviceOf(String body) {
    try {
      JsonNode session = JSON.readTree(body);
      String phase = session.path("phase").asText();
      return session.hasNonNull("jid") && !phase.equals("LoggedOut")
          ? new Device.Linked(phase.equals("Connected"))
          : new Device.Unlinked();
    } catch (JsonProcessingException e) {
      return new Device.Unknown("the pod's answer is not JSON");
    }
  }

  private static Optional<LinkOffer> offerOf(String body) {
    try {
      JsonNode session = JSON.readTree(body);
      Optional<String> qr = text(session.path("qr").path("text"));
      Optional<String> code = text(session.path("pairingCode").path("code"));
      return text(session.path("qr").path("expiresAt"))
          .or(() -> text(session.path("pairingCode").path("expiresAt")))
          .map(expiry -> new LinkOffer(qr, code, Instant.parse(expiry)));
    } catch (JsonProcessingException | DateTimeParseException e) {
      return Optional.empty(); // whatever answered was not the pod's API
    }
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node.asText()).filter(text -> !text.isEmpty());
  }

  /** The sentence of a problem document. */
  private static String detail(String body) {
    try {
      String detail = JSON.readTree(body).path("detail").asText();
      return detail.isEmpty() ? "" : ": " + detail;
    } catch (JsonProcessingException e) {
      return ""; // whatever answered was not the pod's API
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
