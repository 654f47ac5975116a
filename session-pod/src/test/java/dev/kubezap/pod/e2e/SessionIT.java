package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One session alone: paired by its QR, sending, receiving, delivering; ended, killed, started
 * again.
 */
@Tag("e2e")
@Timeout(240)
class SessionIT {
  private static final String OWN = "4915110000001";
  private static final String PEER = "4915110000003";
  private static final String SIGNING_KEY = "a-signing-key-of-this-test";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private Optional<Simulator> simulator = Optional.empty();
  private Optional<HttpServer> receiver = Optional.empty();

  private record Delivery(String id, String timestamp, String signature, String body) {
    JsonNode json() throws java.io.IOException {
      return JSON.readTree(body);
    }
  }

  @BeforeEach
  void begin() throws Exception {
    Simulator started = Simulator.start(SimulatorConfig.defaults());
    started.addAccount(OWN, "Shop", false);
    started.addAccount(PEER, "Linus", true);
    simulator = Optional.of(started);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hooks",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          deliveries.add(
              new Delivery(
                  Objects.requireNonNull(headers.getFirst("webhook-id")),
                  Objects.requireNonNull(headers.getFirst("webhook-timestamp")),
                  Objects.requireNonNull(headers.getFirst("webhook-signature")),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    receiver = Optional.of(server);
  }

  @AfterEach
  void end() {
    receiver.ifPresent(server -> server.stop(0));
    simulator.ifPresent(Simulator::close);
    http.close();
  }

  @Test
  void livesAloneFromPairingOverAKillToTheNextStart() throws Exception {
    try (PodProcess pod = start()) {
      pair(pod);
      talk(pod, "hello");
      awaitDelivery("echo: hello");
      assertSigned(deliveries.getLast());
      assertThat(pod.management("/healthz/ready")).contains("UP");
      assertThat(pod.management("/metrics"))
          .contains("kubezap_session_connected 1")
          .contains(
              "kubezap_webhook_deliveries_total{webhook=\"environment\",result=\"delivered\"}");
      assertThat(pod.output()).doesNotContain(pod.apiKey()).doesNotContain("hello");
      pod.kill();
    }
    try (PodProcess pod = start()) {
      pod.awaitPhase("Connected");
      talk(pod, "again");
      JsonNode log = pod.get("/api/v1/session/log").path("items");
      assertThat(log.findValuesAsText("message"))
          .as("of both processes")
          .filteredOn(line -> line.startsWith("This process owns the session"))
          .hasSize(2);
      assertThat(log.toString()).doesNotContain(pod.apiKey()).doesNotContain("again");
      assertThat(new String(pod.bytes("/link"), StandardCharsets.UTF_8)).contains("<html");
      assertThat(pod.terminate()).as("ended in time").isTrue();
      assertThat(pod.output()).contains("Ended in order");
    }
    try (PodProcess pod = start()) {
      pod.awaitPhase("Connected");
      talk(pod, "and again");
    }
    awaitDelivery("echo: and again");
    assertThat(texts(deliveries)).containsOnlyOnce("echo: hello", "echo: again", "echo: and again");
    assertThat(simulator().violations().list()).isEmpty();
  }

  @Test
  void logsOutAndOffersPairingAgain() throws Exception {
    try (PodProcess pod = start()) {
      pair(pod);
      assertThat(pod.post("/api/v1/session/logout", "{}").path("httpStatus").asInt())
          .isEqualTo(200);
      pod.awaitPhase("LoggedOut");
      pod.post("/api/v1/session/reconnect", "{}");
      pair(pod);
      talk(pod, "second device");
    }
    assertThat(simulator().violations().list()).isEmpty();
  }

  @Test
  void tellsWhatItGaveUpToDeliver() throws Exception {
    try (PodProcess pod = start()) {
      pair(pod);
      JsonNode made =
          pod.put(
              "/api/v1/webhooks/broken",
              "{\"url\":\"http://127.0.0.1:1/\",\"events\":[\"message.received\"],"
                  + "\"maxAttempts\":1}");
      assertThat(made.path("httpStatus").asInt()).as("%s", made).isEqualTo(201);
      talk(pod, "for one of two");
      JsonNode told =
          Awaitility.await("the event of what was given up")
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> pod.get("/api/v1/events?events=webhook.failed&after=0").path("items"),
                  items -> !items.isEmpty())
              .get(0)
              .path("data");
      assertThat(told.path("webhook").asText()).isEqualTo("broken");
      assertThat(told.path("count").asInt()).isEqualTo(1);
      assertThat(told.path("event").asText()).isEqualTo("message.received");
      assertThat(told.path("attempts").asInt()).isEqualTo(1);
      assertThat(told.path("error").asText()).isNotEmpty();
      assertThat(
              pod.get("/api/v1/webhooks/broken/deliveries?state=dead").findValuesAsText("eventId"))
          .containsExactly(told.path("eventId").asText());
      awaitDelivery("echo: for one of two");
    }
  }

  private PodProcess start() throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    return PodProcess.start(
        data,
        http,
        Map.of(
            "KUBEZAP_WHATSAPP_URL",
            simulator().webSocketUrl(),
            "KUBEZAP_WHATSAPP_NOISE_ROOT",
            simulator().noiseRoot(),
            "KUBEZAP_WEBHOOK_URL",
            "http://127.0.0.1:" + receiver.orElseThrow().getAddress().getPort() + "/hooks",
            "KUBEZAP_WEBHOOK_EVENTS",
            "message.received",
            "KUBEZAP_WEBHOOK_SIGNING_KEY",
            SIGNING_KEY));
  }

  private void pair(PodProcess pod) throws Exception {
    pod.awaitPhase("AwaitingPairing");
    JsonNode qr =
        Awaitility.await("a QR code")
            .atMost(Duration.ofSeconds(20))
            .until(() -> pod.get("/api/v1/session/qr"), json -> json.has("text"));
    simulator().scan(OWN, qr.path("text").asText());
    assertThat(pod.awaitPhase("Connected").path("phoneNumber").asText()).isEqualTo("+" + OWN);
  }

  private void talk(PodProcess pod, String text) throws Exception {
    JsonNode before = pod.get("/api/v1/events?after=0&limit=200");
    JsonNode sent =
        pod.post(
            "/api/v1/messages",
            "{\"to\":\"+" + PEER + "\",\"type\":\"text\",\"text\":\"" + text + "\"}");
    assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
    Awaitility.await("the echo of " + text)
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                pod.get(
                        "/api/v1/events?events=message.received&after="
                            + before.path("nextCursor").asText())
                    .findValuesAsText("text"),
            texts -> texts.contains("echo: " + text));
    assertThat(simulator().messages(PEER))
        .filteredOn(message -> message.text().equals(text))
        .hasSize(1);
    assertThat(pod.get("/api/v1/messages/" + sent.path("id").asText()).path("chatId").asText())
        .isEqualTo(PEER + "@s.whatsapp.net");
  }

  private void awaitDelivery(String text) {
    Awaitility.await("the delivery of " + text)
        .atMost(Duration.ofSeconds(30))
        .until(() -> texts(deliveries), texts -> texts.contains(text));
  }

  private static List<String> texts(List<Delivery> delivered) throws java.io.IOException {
    List<String> texts = new CopyOnWriteArrayList<>();
    for (Delivery delivery : delivered) {
      texts.add(delivery.json().path("data").path("text").asText());
    }
    return texts;
  }

  private static void assertSigned(Delivery delivery) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SIGNING_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String content = delivery.id() + "." + delivery.timestamp() + "." + delivery.body();
    assertThat(delivery.signature())
        .isEqualTo(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8))));
    assertThat(delivery.json().path("id").asText()).isEqualTo(delivery.id());
  }

  private Simulator simulator() {
    return simulator.orElseThrow();
  }
}
