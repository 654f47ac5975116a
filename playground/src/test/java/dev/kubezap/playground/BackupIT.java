package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
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
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A namespace that is dropped and restored as docs/backup.md says, on an API server, PostgreSQL,
 * real pods and the simulator's phones, which see each key that is used a second time.
 */
@Tag("control-plane")
@Timeout(900)
class BackupIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NAMESPACE = "shop";
  private static final String NAME = "support";
  private static final String OWN = "4915120000991";
  private static final String OTHER = "4915120000992";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private LeftRunning playground;
  private KubernetesClient client;

  @BeforeEach
  void begin(@TempDir Path folder) throws Exception {
    playground = new LeftRunning(folder);
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
  void aNamespaceIsDroppedAndComesBackFromItsBackup() throws Exception {
    linked();
    talk("before");
    var backup = NamespaceBackup.of(client, NAMESPACE, playground);
    // Uses keys that the backup does not know of.
    talk("lost");

    client.namespaces().withName(NAMESPACE).delete();
    until("the namespace is gone", () -> client.namespaces().withName(NAMESPACE).get() == null);
    assertThat(backup.folder()).as("the volume went with its claim").doesNotExist();
    assertThat(companions()).as("nobody logged it out").isEqualTo(1);
    phoneSends("while it was away");

    backup.restore();

    await("it is ready without a scan")
        .atMost(PATIENCE)
        .until(() -> condition("Ready", "True"::equals));
    until("what came meanwhile", () -> delivered("while it was away") == 1);
    talk("after");
    assertThat(violations()).as("the server saw no key twice").isEmpty();
    assertThat(session().getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Degraded"))
        .extracting(Condition::reason)
        .containsExactly("StateRestored");
    for (var text : new String[] {"reply to before", "reply to lost", "while it was away"}) {
      assertThat(delivered(text)).as(text).isEqualTo(1);
    }
    assertThat(companions()).as("the same device").isEqualTo(1);
  }

  private void linked() throws Exception {
    for (var number : new String[] {OWN, OTHER}) {
      phone("/accounts", Map.of("phoneNumber", "+" + number, "pushName", "Phone " + number));
    }
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("hook")
                .endMetadata()
                .withStringData(Map.of("signing", playground.signingKey()))
                .build())
        .create();
    client
        .resource(
            client
                .getKubernetesSerialization()
                .unmarshal(
                    """
                    apiVersion: kubezap.dev/v1alpha1
                    kind: WhatsAppSession
                    metadata: {namespace: %s, name: %s}
                    spec:
                      deletionPolicy: Keep
                      webhooks: [{name: sink, url: "%s", signingKeySecretRef: {name: hook, key: signing}}]
                    """
                        .formatted(NAMESPACE, NAME, playground.webhooks()),
                    WhatsAppSession.class))
        .create();
    await("a code").atMost(PATIENCE).until(() -> code().isPresent());
    phone("/accounts/" + OWN + "/scan", Map.of("qr", code().orElseThrow()));
    await("linked").atMost(PATIENCE).until(() -> condition("Ready", "True"::equals));
  }

  /** A text each way. */
  private void talk(String text) throws Exception {
    var body = Map.of("to", "+" + OTHER, "type", "text", "text", text);
    until(
        text,
        () -> {
          var answer =
              send(
                  HttpRequest.newBuilder(
                          URI.create(
                              playground.gateway()
                                  + "/api/v1/sessions/%s/%s/messages?wait=sent"
                                      .formatted(NAMESPACE, NAME)))
                      .header("X-API-Key", playground.fleetKey())
                      .header("Idempotency-Key", text)
                      .header("Content-Type", "application/json")
                      .POST(body(body)));
          return answer.statusCode() == 201;
        });
    until(text, () -> received(text) == 1);
    phoneSends("reply to " + text);
    until("the reply to " + text, () -> delivered("reply to " + text) == 1);
  }

  private void phoneSends(String text) throws Exception {
    phone("/accounts/" + OTHER + "/messages", Map.of("to", OWN, "text", text));
  }

  private long received(String text) throws Exception {
    var count = 0L;
    for (var message : phones("/accounts/" + OTHER + "/messages")) {
      if (message.path("direction").asText().equals("IN")
          && message.path("text").asText().equals(text)) {
        count++;
      }
    }
    return count;
  }

  /**
   * How many events with this text came to the receiver; a delivery that is repeated counts once.
   */
  private long delivered(String text) throws IOException {
    return playground.delivered().stream()
        .filter(line -> line.contains("\"dev.kubezap.message.received\""))
        .filter(line -> line.contains("\"" + text + "\""))
        .map(this::id)
        .distinct()
        .count();
  }

  private String id(String line) {
    try {
      var id = json.readTree(line).findPath("id").asText();
      assertThat(id).as(line).isNotEmpty();
      return id;
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private int companions() throws Exception {
    return phones("/accounts/" + OWN).path("companions").size();
  }

  private JsonNode violations() throws Exception {
    return phones("/violations");
  }

  private WhatsAppSession session() {
    return Objects.requireNonNull(
        client.resources(WhatsAppSession.class).inNamespace(NAMESPACE).withName(NAME).get());
  }

  private Optional<String> code() {
    return Optional.ofNullable(session().getStatus())
        .map(WhatsAppSessionStatus::session)
        .map(SessionReport::qr)
        .map(SessionReport.Qr::text);
  }

  private boolean condition(String type, Predicate<String> wanted) {
    return Optional.ofNullable(session().getStatus()).stream()
        .flatMap(status -> status.conditions().stream())
        .anyMatch(condition -> condition.type().equals(type) && wanted.test(condition.status()));
  }

  private void phone(String path, Map<String, ?> body) throws Exception {
    var answer =
        send(HttpRequest.newBuilder(URI.create(playground.phones() + path)).POST(body(body)));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  private JsonNode phones(String path) throws Exception {
    return json.readTree(
        send(HttpRequest.newBuilder(URI.create(playground.phones() + path))).body());
  }

  private HttpRequest.BodyPublisher body(Map<String, ?> body) throws IOException {
    return HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(
        request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void until(String what, Callable<Boolean> holds) {
    await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(holds);
  }
}
