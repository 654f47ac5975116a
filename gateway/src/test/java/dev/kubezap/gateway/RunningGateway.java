package dev.kubezap.gateway;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The whole gateway, with an API server that keeps objects and a pod that tells what it was asked.
 */
abstract class RunningGateway {

  static final String FLEET = "fleet-key-0123456789";
  static final String READER = "reader-key-0123456789";
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** The process's variables. */
  public static final class Variables implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory("gateway-test");
        Files.writeString(
            folder.resolve("fleet-keys.json"),
            """
            [{"name": "fleet", "key": "fleet-key-0123456789", "scopes": ["admin"]},
             {"name": "reader", "key": "reader-key-0123456789", "namespaces": ["shop"], "scopes": ["read"]}]
            """);
        Path token = Files.writeString(folder.resolve("token"), "the-gateways-token\n");
        return Map.of(
            "quarkus.http.test-port",
            "0",
            "quarkus.management.test-port",
            "0",
            "KUBEZAP_CONFIG_DIR",
            folder.toString(),
            "KUBEZAP_POD_TOKEN_FILE",
            token.toString(),
            "KUBEZAP_TRUST_STATUS_ENDPOINT",
            "true",
            "KUBEZAP_DEFAULT_NAMESPACE",
            "shop",
            "KUBEZAP_CORS_ORIGINS",
            "https://console.example",
            "KUBEZAP_MAX_SESSIONS",
            "20");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @TestHTTPResource @Nullable URI root;
  @Inject KubernetesClient kubernetes;

  final HttpClient http = HttpClient.newHttpClient();
  FakePod pod;

  @BeforeEach
  void begin() throws Exception {
    pod = new FakePod();
  }

  @AfterEach
  void end() throws Exception {
    pod.close();
    kubernetes.resources(WhatsAppSession.class).inAnyNamespace().delete();
    await()
        .until(() -> json(send("GET", "/api/v1/sessions", FLEET, "")).path("total").asInt() == 0);
  }

  List<String> ids(String query, String key) throws Exception {
    JsonNode page = json(send("GET", "/api/v1/sessions" + query, key, ""));
    return page.path("items").findValuesAsText("id");
  }

  HttpResponse<String> make(String body) throws Exception {
    return send("POST", "/api/v1/sessions", FLEET, body);
  }

  void run(WhatsAppSession session) throws Exception {
    report(session, "Connected", null);
    String path =
        "/api/v1/sessions/"
            + session.getMetadata().getNamespace()
            + "/"
            + session.getMetadata().getName();
    await().until(() -> json(send("GET", path, FLEET, "")).path("connected").asBoolean());
  }

  void report(WhatsAppSession session, String phase, @Nullable String qr) {
    report(session, phase, qr, pod.url());
  }

  void report(WhatsAppSession session, String phase, @Nullable String qr, String endpoint) {
    SessionReport report =
        new SessionReport(
            phase,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            qr == null ? null : new SessionReport.Qr(qr, "2030-01-01T00:00:00Z"),
            null,
            null,
            null,
            null,
            null,
            null);
    session.setStatus(
        new WhatsAppSessionStatus(
            phase, null, null, endpoint, null, null, null, null, null, Map.of(), List.of(),
            report));
    kubernetes.resource(session).updateStatus();
  }

  @Nullable WhatsAppSession find(String namespace, String name) {
    return kubernetes.resources(WhatsAppSession.class).inNamespace(namespace).withName(name).get();
  }

  WhatsAppSession resource(String namespace, String name) {
    return Optional.ofNullable(find(namespace, name)).orElseThrow();
  }

  HttpResponse<String> send(String method, String path, String key, String body, String... headers)
      throws Exception {
    return http.send(
        request(method, path, key, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest request(String method, String path, String key, String body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(String.valueOf(root).replaceAll("/$", "") + path))
            .timeout(Duration.ofSeconds(25))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      builder.header("X-API-Key", key);
    }
    if (!body.isEmpty()) {
      builder.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder.build();
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
