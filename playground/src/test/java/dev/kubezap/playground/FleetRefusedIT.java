package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * WhatsApp refuses three of ten sessions, which are real pods beside a real operator and database:
 * within seconds nobody opens a connection any more.
 */
@Tag("control-plane")
@Timeout(600)
class FleetRefusedIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SESSIONS = 10;
  private static final int REFUSED = 3;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private LeftRunning playground;
  private KubernetesClient client;

  @BeforeEach
  void begin(@TempDir Path folder) throws Exception {
    playground =
        new LeftRunning(folder, Map.of("KUBEZAP_BREAKER_REFUSALS", Integer.toString(REFUSED)));
    client =
        new KubernetesClientBuilder()
            .withConfig(
                Config.fromKubeconfig(playground.data().resolve("cluster/kubeconfig").toFile()))
            .build();
  }

  @AfterEach
  void end() {
    client.close();
    playground.close();
    http.close();
  }

  @Test
  void noConnectionIsOpenedOnceThreeOfTenAreRefused() throws Exception {
    link();
    post("/faults", Map.of("point", "connect", "action", delayOfNothing()));
    for (int i = 0; i < REFUSED; i++) {
      post(
          "/faults",
          Map.of(
              "point",
              "login",
              "match",
              Map.of("account", number(i)),
              "action",
              Map.of("kind", "failure", "reason", 403)));
    }
    for (int i = 0; i < REFUSED; i++) {
      cut(i);
    }
    awaitAll("the three are refused", 0, REFUSED, report -> "Restricted".equals(report.state()));
    var refused = System.nanoTime();
    await("the operator has seen it").atMost(PATIENCE).until(() -> heldBackEvents() > 0);
    assertThat(Duration.ofNanos(System.nanoTime() - refused)).isLessThan(Duration.ofSeconds(30));
    var opened = opened();
    assertThat(opened).as("each of the three once").isEqualTo(REFUSED);

    for (int i = REFUSED; i < SESSIONS; i++) {
      cut(i);
    }
    awaitAll(
        "the others know it",
        REFUSED,
        SESSIONS,
        report -> "connecting-held-back".equals(report.reason()));
    await("nobody opens a connection")
        .pollInterval(Duration.ofMillis(500))
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(40))
        .until(() -> opened() == opened && connections().isEmpty());
    assertThat(heldBackEvents()).isEqualTo(1);
    assertThat(get("/violations")).isEmpty();
  }

  private void link() throws Exception {
    for (int i = 0; i < SESSIONS; i++) {
      post("/accounts", Map.of("phoneNumber", "+" + number(i), "pushName", "Shop " + i));
      client
          .resource(
              client
                  .getKubernetesSerialization()
                  .unmarshal(
                      """
                      apiVersion: kubezap.dev/v1alpha1
                      kind: WhatsAppSession
                      metadata: {namespace: default, name: shop-%d}
                      spec: {}
                      """
                          .formatted(i),
                      WhatsAppSession.class))
          .create();
    }
    for (int i = 0; i < SESSIONS; i++) {
      var session = i;
      await("a code")
          .atMost(PATIENCE)
          .until(() -> report(session).map(SessionReport::qr).isPresent());
      var qr = Objects.requireNonNull(report(session).orElseThrow().qr()).text();
      post("/accounts/" + number(i) + "/scan", Map.of("qr", Objects.requireNonNull(qr)));
    }
    awaitAll("linked", 0, SESSIONS, report -> "Connected".equals(report.state()));
  }

  /** Changes nothing, and counts how often it happened. */
  private static Map<String, Object> delayOfNothing() {
    return Map.of("kind", "delay", "milliseconds", 0);
  }

  /** How many connections were opened since, whatever became of them. */
  private int opened() throws Exception {
    for (var fault : get("/faults")) {
      if (fault.path("rule").path("point").asText().equals("connect")) {
        return fault.path("happened").asInt();
      }
    }
    throw new AssertionError("nobody counts");
  }

  private JsonNode connections() throws Exception {
    return get("/connections");
  }

  /** Breaks the connection of a session. */
  private void cut(int session) throws Exception {
    for (var connection : connections()) {
      if (connection.path("device").asText().startsWith(number(session) + ":")
          || connection.path("device").path("jid").asText().startsWith(number(session) + ":")) {
        post(
            "/connections/" + connection.path("id").asText() + "/demands", Map.of("kind", "close"));
        return;
      }
    }
    throw new AssertionError("no connection of " + number(session) + " in " + connections());
  }

  private int heldBackEvents() {
    return (int)
        client.events().v1().events().inNamespace("default").list().getItems().stream()
            .filter(event -> "FleetHeldBack".equals(event.getReason()))
            .count();
  }

  private void awaitAll(String what, int from, int to, Function<SessionReport, Boolean> holds) {
    await(what)
        .atMost(PATIENCE)
        .until(() -> IntStream.range(from, to).allMatch(i -> report(i).map(holds).orElse(false)));
  }

  private Optional<SessionReport> report(int session) {
    var name = "shop-" + session;
    return Optional.ofNullable(
            client.resources(WhatsAppSession.class).inNamespace("default").withName(name).get())
        .map(WhatsAppSession::getStatus)
        .map(WhatsAppSessionStatus::session);
  }

  private static String number(int session) {
    return "491512000095" + session;
  }

  private void post(String path, Map<String, ?> body) throws Exception {
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(playground.phones() + path))
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  private JsonNode get(String path) throws Exception {
    return json.readTree(
        send(HttpRequest.newBuilder(URI.create(playground.phones() + path))).body());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
