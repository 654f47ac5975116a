package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests that go on to pods. */
@QuarkusTest
@TestProfile(RunningGateway.Variables.class)
@WithKubernetesTestServer
class PodRequestsTest extends RunningGateway {
  @Test
  void requestsOfTheFleetGoOnWithTheGatewaysTokenAndTheCallersScopes() throws Exception {
    make("{\"name\": \"s\"}");
    run(resource("shop", "s"));
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/v1/sessions/shop/s/messages?wait=sent",
            FLEET,
            "{\"to\": \"1\"}",
            "Kubezap-Scopes",
            "admin",
            "Idempotency-Key",
            "k");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("X-Pod")).hasValue("yes");
    assertThat(pod.last().uri()).isEqualTo("/api/v1/messages?wait=sent");
    assertThat(pod.last().body()).isEqualTo("{\"to\": \"1\"}");
    assertThat(pod.last().headers())
        .containsEntry("authorization", "Bearer the-gateways-token")
        .containsEntry("kubezap-scopes", "admin")
        .containsEntry("idempotency-key", "k")
        .doesNotContainKey("x-api-key");
    send("GET", "/api/v1/sessions/shop/s/messages", READER, "");
    assertThat(pod.last().headers()).containsEntry("kubezap-scopes", "read");
    int before = pod.all().size();
    assertThat(send("GET", "/api/v1/sessions/shop/s/messages", "", "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/api/v1/sessions/bank/s/messages", READER, "").statusCode())
        .isEqualTo(404);
    assertThat(send("GET", "/api/v1/sessions/shop/none/messages", "unknown-key", "").statusCode())
        .isEqualTo(401);
    assertThat(pod.all()).hasSize(before);
    send("GET", "/api/v1/sessions/shop/s/messages", "a-key-of-the-pod", "");
    assertThat(pod.last().headers()).containsEntry("x-api-key", "a-key-of-the-pod");
    send("GET", "/api/v1/sessions/shop/s/qr?apiKey=a-key-of-the-pod", "", "");
    assertThat(pod.last().uri()).isEqualTo("/api/v1/session/qr?apiKey=a-key-of-the-pod");
    assertThat(pod.last().headers()).doesNotContainKeys("authorization", "kubezap-scopes");
  }

  @Test
  void bodiesRangesAndStreamsPassUnchanged() throws Exception {
    make("{\"name\": \"s\"}");
    run(resource("shop", "s"));
    HttpResponse<String> large =
        send("POST", "/api/v1/sessions/shop/s/media", FLEET, "x".repeat(12_000_000));
    assertThat(large.body()).isEqualTo("length 12000000");
    HttpResponse<String> part =
        send("GET", "/api/v1/sessions/shop/s/messages/1/media", FLEET, "", "Range", "bytes=0-3");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 0-3/10");
    assertThat(part.headers().firstValue("X-Private")).isEmpty();
    assertThat(pod.last().headers()).containsEntry("range", "bytes=0-3");
    var lines = new ArrayList<String>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    var _ =
        http.sendAsync(
                request("GET", "/api/v1/sessions/shop/s/events", FLEET, ""),
                HttpResponse.BodyHandlers.ofLines())
            .thenAccept(
                answer ->
                    answer
                        .body()
                        .forEach(
                            line -> {
                              lines.add(line);
                              if (line.equals("data: second")) {
                                second.complete(null);
                              }
                            }));
    second.get(10, TimeUnit.SECONDS);
    assertThat(lines).contains("data: first");
  }

  @Test
  void aWebSocketPassesBothWays() throws Exception {
    make("{\"name\": \"s\"}");
    run(resource("shop", "s"));
    var heard = new CompletableFuture<String>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .header("X-API-Key", FLEET)
            .buildAsync(
                URI.create(
                    String.valueOf(root).replaceFirst("^http", "ws").replaceAll("/$", "")
                        + "/api/v1/sessions/shop/s/events/ws"),
                new WebSocket.Listener() {
                  @Override
                  public @Nullable CompletionStage<?> onText(
                      WebSocket from, CharSequence text, boolean last) {
                    heard.complete(text.toString());
                    return null;
                  }
                })
            .get(10, TimeUnit.SECONDS);
    var _ = socket.sendText("hello", true);
    assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("you said hello");
    socket.abort();
  }

  @Test
  void aPodThatIsAwayIsTriedAgainLater() throws Exception {
    make("{\"name\": \"s\"}");
    run(resource("shop", "s"));
    assertThat(send("GET", "/api/v1/sessions/shop/s/messages", FLEET, "").statusCode())
        .isEqualTo(201);
    pod.restart();
    assertThat(send("GET", "/api/v1/sessions/shop/s/messages", FLEET, "").statusCode())
        .isEqualTo(201);
    HttpResponse<String> broken = send("POST", "/api/v1/sessions/shop/s/broken", FLEET, "{}");
    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(json(broken).path("detail").asText()).contains("Idempotency-Key");
    pod.close();
    HttpResponse<String> away = send("GET", "/api/v1/sessions/shop/s/messages", FLEET, "");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).hasValue("3");
    assertThat(json(away).path("code").asText()).isEqualTo("session-unavailable");
    pod = new FakePod();
  }

  @Test
  void aPageOfAnAllowedOriginMayCallAndNoOther() throws Exception {
    HttpResponse<String> asked =
        send(
            "OPTIONS",
            "/api/v1/sessions",
            "",
            "",
            "Origin",
            "https://console.example",
            "Access-Control-Request-Method",
            "POST");
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://console.example");
    HttpResponse<String> listed =
        send("GET", "/api/v1/sessions", FLEET, "", "Origin", "https://console.example");
    assertThat(listed.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://console.example");
    assertThat(listed.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    HttpResponse<String> other =
        send("GET", "/api/v1/sessions", FLEET, "", "Origin", "https://other.example");
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void everyChangeIsToldWithWhoWhatAndItsResult() throws Exception {
    var lines = new CopyOnWriteArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            var said = (ExtLogRecord) line;
            lines.add(
                String.join(
                    " ",
                    said.getMdc("method"),
                    said.getMdc("path"),
                    said.getMdc("caller"),
                    said.getMdc("result")));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger audit = Logger.getLogger("dev.kubezap.audit");
    audit.addHandler(handler);
    try {
      make("{\"name\": \"s\"}");
      send("DELETE", "/api/v1/sessions/shop/s", READER, "");
      send("POST", "/api/v1/sessions/shop/s/start", "unknown-key", "");
      send("GET", "/api/v1/sessions", FLEET, "");
      await().until(() -> lines.size() >= 3);
    } finally {
      audit.removeHandler(handler);
    }
    assertThat(lines)
        .containsExactly(
            "POST /api/v1/sessions key:fleet 201",
            "DELETE /api/v1/sessions/shop/s key:reader 403",
            "POST /api/v1/sessions/shop/s/start unknown 401");
  }
}
