package dev.kubezap.gateway.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.proxy.PodAddress;
import dev.kubezap.gateway.proxy.PodToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Asks pods what they have counted, as the gateway itself. */
public final class PodStats {

  private static final Logger LOG = Logger.getLogger(PodStats.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How many are asked at once, for whomever. */
  private static final int AT_ONCE = 64;

  private static final int LONGEST = 1 << 20;
  private static final int OK = 200;

  private final HttpClient http;
  private final PodToken token;
  private final boolean trustStatus;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  /**
   * Asks by this client.
   *
   * @param trustStatus whether a pod is where the resource's status says
   */
  public PodStats(HttpClient http, PodToken token, boolean trustStatus) {
    this.http = http;
    this.token = token;
    this.trustStatus = trustStatus;
  }

  /**
   * What one session's pod has counted; holds the thread.
   *
   * @return empty when the session is stopped, or its pod does not answer in time
   */
  Optional<JsonNode> of(WhatsAppSession session, Duration patience) throws InterruptedException {
    Optional<PodAddress> address = PodAddress.of(session, trustStatus);
    Optional<String> own = token.token();
    if (session.getSpec().suspend() || address.isEmpty() || own.isEmpty()) {
      return Optional.empty();
    }
    URI uri =
        URI.create(
            "http://"
                + address.get().host()
                + ":"
                + address.get().port()
                + "/api/v1/session/stats");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + own.get())
            .header("Kubezap-Scopes", "read")
            .build();
    turns.acquire();
    try {
      return answer(request, patience);
    } catch (ExecutionException | TimeoutException | IOException e) {
      LOG.debugf("%s does not tell what it has counted: %s", uri, e.getMessage());
      return Optional.empty();
    } finally {
      turns.release();
    }
  }

  /** Bounded as a whole: a pod that drips its answer does not hold the thread for longer. */
  private Optional<JsonNode> answer(HttpRequest request, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException, IOException {
    CompletableFuture<HttpResponse<byte[]>> asked =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LONGEST));
    try {
      HttpResponse<byte[]> answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return answer.statusCode() == OK
          ? Optional.of(JSON.readTree(answer.body()))
          : Optional.empty();
    } finally {
      asked.cancel(true);
    }
  }
}
