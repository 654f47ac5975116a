package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.tracing.CollectedSpan;
import dev.kubezap.tracing.Collector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One trace from the request to the stanza, its acknowledgement and the delivered event. */
@Tag("e2e")
@Timeout(240)
class TracesIT {
  private static final String OWN = "4915110000001";
  private static final String PEER = "4915110000003";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String TEXT = "a text that is nobody's business";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Delivery(Optional<String> traceparent, JsonNode event) {}

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private Optional<Simulator> simulator = Optional.empty();
  private Optional<HttpServer> receiver = Optional.empty();

  @BeforeEach
  void begin() throws Exception {
    Simulator started = Simulator.start(SimulatorConfig.defaults());
    started.addAccount(OWN, "Shop", false);
    started.addAccount(PEER, "Linus", false);
    simulator = Optional.of(started);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hooks",
        exchange -> {
          deliveries.add(
              new Delivery(
                  Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent")),
                  JSON.readTree(exchange.getRequestBody().readAllBytes())));
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
  void aMessageIsOneTraceFromItsRequestToItsAcknowledgementAndItsEvents() throws Exception {
    try (Collector collector = new Collector();
        PodProcess pod = start(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()))) {
      pair(pod);
      JsonNode sent =
          pod.post(
              "/api/v1/messages",
              "{\"to\":\"+" + PEER + "\",\"type\":\"text\",\"text\":\"" + TEXT + "\"}",
              Map.of(
                  "traceparent",
                  "00-" + TRACE + "-" + PARENT + "-01",
                  "Idempotency-Key",
                  "a-key-of-this-test"));
      assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
      Delivery told =
          Awaitility.await("the event of the message")
              .atMost(Duration.ofSeconds(30))
              .until(
                  () ->
                      deliveries.stream()
                          .filter(one -> one.event().path("type").asText().endsWith("message.sent"))
                          .findFirst(),
                  Optional::isPresent)
              .orElseThrow();
      List<CollectedSpan> spans =
          Awaitility.await("all spans")
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> collector.spans(TRACE),
                  found -> names(found).contains("deliver message.sent") && found.size() >= 4);
      CollectedSpan request = named(spans, "POST /api/v1/messages");
      assertThat(request.parentId()).isEqualTo(PARENT);
      assertThat(request.attributes())
          .isEqualTo(
              Map.of(
                  "http.request.method",
                  "POST",
                  "http.route",
                  "/api/v1/messages",
                  "http.response.status_code",
                  "201"));
      assertThat(request.resource())
          .containsEntry("service.name", "kubezap-session")
          .containsEntry("service.instance.id", "default");
      CollectedSpan send = named(spans, "send message");
      assertThat(send.parentId()).isEqualTo(request.spanId());
      CollectedSpan acknowledge = named(spans, "acknowledge message");
      assertThat(acknowledge.parentId()).isEqualTo(request.spanId());
      assertThat(acknowledge.startNanos()).isEqualTo(send.endNanos());
      assertThat(acknowledge.attributes())
          .isEqualTo(
              Map.of(
                  "messaging.system",
                  "whatsapp",
                  "messaging.operation.type",
                  "send",
                  "kubezap.message.id",
                  sent.path("id").asText()));
      CollectedSpan deliver = named(spans, "deliver message.sent");
      assertThat(deliver.parentId()).isEqualTo(request.spanId());
      assertThat(told.event().path("traceparent").asText())
          .isEqualTo("00-" + TRACE + "-" + request.spanId() + "-01");
      assertThat(told.traceparent()).hasValue("00-" + TRACE + "-" + deliver.spanId() + "-01");
      pod.get("/api/v1/numbers/" + PEER);
      pod.get("/api/v1/chats/" + PEER + "@s.whatsapp.net");
      Awaitility.await("the spans of paths with a number")
          .atMost(Duration.ofSeconds(30))
          .until(() -> names(collector.spans()).contains("GET /api/v1/chats/{chatId}"));
      assertThat(collector.spans().toString())
          .doesNotContain(PEER)
          .doesNotContain(OWN)
          .doesNotContain(TEXT)
          .doesNotContain("a-key-of-this-test")
          .doesNotContain(pod.apiKey());
    }
  }

  @Test
  void whatAProcessAcceptedTheNextOneSendsWithinTheSameTrace() throws Exception {
    try (Collector collector = new Collector()) {
      Map<String, String> traced = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
      try (PodProcess pod = start(traced)) {
        pair(pod);
        JsonNode accepted =
            pod.post(
                "/api/v1/messages?wait=none",
                "{\"to\":\"+"
                    + PEER
                    + "\",\"type\":\"text\",\"text\":\""
                    + TEXT
                    + "\",\"sendAt\":\""
                    + Instant.now().plusSeconds(8)
                    + "\"}",
                Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01"));
        assertThat(accepted.path("httpStatus").asInt()).as("%s", accepted).isEqualTo(202);
        pod.kill();
      }
      assertThat(names(collector.spans(TRACE))).doesNotContain("send message");
      try (PodProcess pod = start(traced)) {
        pod.awaitPhase("Connected");
        List<CollectedSpan> spans =
            Awaitility.await("the message's spans")
                .atMost(Duration.ofSeconds(60))
                .until(
                    () -> collector.spans(TRACE),
                    found -> names(found).contains("deliver message.sent"));
        CollectedSpan send = named(spans, "send message");
        assertThat(named(spans, "acknowledge message").parentId()).isEqualTo(send.parentId());
        assertThat(named(spans, "deliver message.sent").parentId()).isEqualTo(send.parentId());
      }
    }
  }

  @Test
  void aCollectorThatIsNotThereChangesNothingOfAMessage() throws Exception {
    try (PodProcess pod = start(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"))) {
      pair(pod);
      JsonNode sent =
          pod.post(
              "/api/v1/messages",
              "{\"to\":\"+" + PEER + "\",\"type\":\"text\",\"text\":\"" + TEXT + "\"}");
      assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
      Awaitility.await("the line of what is lost")
          .atMost(Duration.ofSeconds(60))
          .until(pod::output, output -> output.contains("Spans of traces are lost"));
      assertThat(pod.terminate()).as("ended in time").isTrue();
      assertThat(pod.output()).containsOnlyOnce("Spans of traces are lost");
    }
  }

  @Test
  void aVariableThatIsWrongSwitchesTracesOffAndSaysSo() throws Exception {
    try (PodProcess pod = start(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"))) {
      pair(pod);
      assertThat(pod.output())
          .contains(
              "No traces: OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector, such as"
                  + " http://collector:4318.");
    }
  }

  @Test
  void withoutACollectorNothingOfTheLibraryIsLoaded() throws Exception {
    Path loaded = folder.resolve("loaded.txt");
    try (PodProcess pod =
        start(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded + "::filecount=0"))) {
      pair(pod);
      JsonNode sent =
          pod.post(
              "/api/v1/messages",
              "{\"to\":\"+" + PEER + "\",\"type\":\"text\",\"text\":\"" + TEXT + "\"}",
              Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01"));
      assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
      Awaitility.await("the event of the message")
          .atMost(Duration.ofSeconds(30))
          .until(() -> !deliveries.isEmpty());
      assertThat(deliveries.getLast().traceparent()).isEmpty();
      assertThat(deliveries.getLast().event().has("traceparent")).isFalse();
      String classes = Files.readString(loaded);
      assertThat(classes).contains("dev.kubezap.pod.lifecycle.PodParts");
      assertThat(classes).doesNotContain("io.opentelemetry");
    }
  }

  private static List<String> names(List<CollectedSpan> spans) {
    return spans.stream().map(CollectedSpan::name).toList();
  }

  private static CollectedSpan named(List<CollectedSpan> spans, String name) {
    List<CollectedSpan> found = spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(found).as("%s of %s", name, names(spans)).hasSize(1);
    return found.getFirst();
  }

  private PodProcess start(Map<String, String> more) throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    Map<String, String> variables = new HashMap<>();
    variables.put("KUBEZAP_WHATSAPP_URL", simulator().webSocketUrl());
    variables.put("KUBEZAP_WHATSAPP_NOISE_ROOT", simulator().noiseRoot());
    variables.put(
        "KUBEZAP_WEBHOOK_URL",
        "http://127.0.0.1:" + receiver.orElseThrow().getAddress().getPort() + "/hooks");
    variables.put("KUBEZAP_WEBHOOK_EVENTS", "message.sent");
    variables.putAll(more);
    return PodProcess.start(data, http, variables);
  }

  private void pair(PodProcess pod) throws Exception {
    pod.awaitPhase("AwaitingPairing");
    JsonNode qr =
        Awaitility.await("a QR code")
            .atMost(Duration.ofSeconds(20))
            .until(() -> pod.get("/api/v1/session/qr"), json -> json.has("text"));
    simulator().scan(OWN, qr.path("text").asText());
    pod.awaitPhase("Connected");
  }

  private Simulator simulator() {
    return simulator.orElseThrow();
  }
}
