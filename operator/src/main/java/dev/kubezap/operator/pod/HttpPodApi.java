package dev.kubezap.operator.pod;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls over HTTP, each bounded in time. */
public final class HttpPodApi implements PodApi, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  @Override
  public Answer logOut(URI endpoint, String apiKey) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/api/v1/session/logout"))
            .header("Authorization", "Bearer " + apiKey)
            .header("Accept", "application/json, application/problem+json")
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return answer(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return new Answer.Failed("the pod does not answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed("the operator is being stopped");
    }
  }

  private static Answer answer(int status) {
    if (status / 100 == 2) {
      return new Answer.Done();
    }
    return status == HttpURLConnection.HTTP_CONFLICT
        ? new Answer.Conflict()
        : new Answer.Failed("the pod answered with status " + status);
  }

  @Override
  public void close() {
    client.close();
  }
}
