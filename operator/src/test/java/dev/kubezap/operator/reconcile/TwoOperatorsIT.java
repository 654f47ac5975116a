package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged operators on one API server: one works, the other takes over. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class TwoOperatorsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "a-database-password";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final ControlPlane plane;
  private final KubernetesClient client;

  TwoOperatorsIT(ControlPlane plane) {
    this.plane = plane;
    this.client = plane.client();
  }

  @Test
  void oneWorksAndTheOtherTakesOver() throws Exception {
    var token = OperatorAccount.token(client);
    OperatorAccount.permitLease(client);
    var stage = new Stage(plane, client, "two-operators");
    try (var postgres = EmbeddedPostgres.start();
        var one = operator("one", token, postgres)) {
      await().atMost(PATIENCE).until(() -> "one".equals(leader()));
      try (var two = operator("two", token, postgres)) {
        await().atMost(PATIENCE).until(two::ready);
        theLeaderAloneWorks(stage, one, two);

        Map<String, String> before = objects("first");
        one.kill();
        stage.apply("second", "{}");
        stage.awaitSession("second", phase("Pending"));
        assertThat(leader()).isEqualTo("two");
        assertThat(objects("first")).as("nothing is done twice").isEqualTo(before);
        assertThat(events("first", "Pending")).hasSize(1);

        try (var again = operator("one", token, postgres)) {
          await().atMost(PATIENCE).until(again::ready);
          theFrozenLeaderEndsWhenItWakes(two);
          stage.apply("third", "{}");
          stage.awaitSession("third", phase("Pending"));
          assertThat(again.alive()).isTrue();
          assertThat(again.end()).isTrue();
          assertThat(leader()).as("the lease is given back").isEmpty();
        }
        List<String> secrets = secrets(token);
        assertLog(one.logLines(), secrets);
        assertLog(two.logLines(), secrets);
      }
    }
  }

  private void theLeaderAloneWorks(Stage stage, OperatorChild one, OperatorChild two)
      throws Exception {
    stage.apply("first", "{}");
    stage.awaitSession("first", phase("Pending"));
    assertThat(one.metrics("kubezap_operator_leading "))
        .containsExactly("kubezap_operator_leading 1.0");
    assertThat(two.metrics("kubezap_operator_leading "))
        .containsExactly("kubezap_operator_leading 0.0");
    assertThat(one.metrics("operator_sdk_reconciliations_started_total"))
        .isNotEmpty()
        .allMatch(line -> !line.endsWith(" 0.0"));
    // The chart's alerts and dashboards are held to this list.
    for (String line : Files.readAllLines(Path.of("docs/metrics.txt"))) {
      String name = line.split(" ", -1)[0];
      await(name)
          .atMost(PATIENCE)
          .until(
              () -> one.metrics(name),
              samples ->
                  samples.stream().anyMatch(sample -> sample.matches(name + "(\\{.*})? [0-9].*")));
    }
    assertThat(two.metrics("operator_sdk_reconciliations_started_total"))
        .allMatch(line -> line.endsWith(" 0.0"));
    await().atMost(PATIENCE).until(() -> events("first", "Pending").size() == 1);
    assertThat(one.alive()).isTrue();
    assertThat(two.alive()).isTrue();
  }

  private void theFrozenLeaderEndsWhenItWakes(OperatorChild two) throws Exception {
    assertThat(leader()).isEqualTo("two");
    two.freeze();
    try {
      await().atMost(PATIENCE).until(() -> "one".equals(leader()));
    } finally {
      two.thaw();
    }
    assertThat(two.ended()).isTrue();
    assertThat(two.logLines().getLast()).contains("The lease is lost");
    assertThat(leader()).isEqualTo("one");
  }

  private OperatorChild operator(String name, String token, EmbeddedPostgres postgres)
      throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        Files.readString(plane.kubeconfig()).replaceFirst("token: [^}]*", "token: " + token));
    return new OperatorChild(
        folder.resolve(name + ".log"),
        Map.of(
            "HOSTNAME",
            name,
            "KUBECONFIG",
            kubeconfig.toString(),
            "KUBEZAP_DATABASE_URL",
            "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
            "KUBEZAP_DATABASE_USER",
            "postgres",
            "KUBEZAP_DATABASE_PASSWORD",
            PASSWORD,
            "KUBEZAP_LEADER_ELECTION",
            "true",
            "KUBEZAP_LEASE_NAMESPACE",
            OperatorAccount.NAMESPACE,
            "KUBEZAP_LEASE_SECONDS",
            "3"));
  }

  private String leader() {
    var lease =
        client.leases().inNamespace(OperatorAccount.NAMESPACE).withName("kubezap-operator").get();
    return lease == null ? "" : Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  private Map<String, String> objects(String session) {
    var versions = new HashMap<String, String>();
    var name = "was-" + session;
    var namespace = "two-operators";
    for (var object :
        List.of(
            client.secrets().inNamespace(namespace).withName(name).require(),
            client.services().inNamespace(namespace).withName(name).require(),
            client.serviceAccounts().inNamespace(namespace).withName(name).require(),
            client.network().v1().networkPolicies().inNamespace(namespace).withName(name).require(),
            client.rbac().roles().inNamespace(namespace).withName(name).require())) {
      versions.put(object.getKind(), object.getMetadata().getResourceVersion());
    }
    // Its status is written by a controller of Kubernetes, its spec by operators alone.
    versions.put(
        "StatefulSet",
        String.valueOf(
            client
                .apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(name)
                .require()
                .getMetadata()
                .getGeneration()));
    return versions;
  }

  private List<String> events(String session, String reason) {
    return client.events().v1().events().inNamespace("two-operators").list().getItems().stream()
        .filter(
            event ->
                session.equals(event.getRegarding().getName()) && reason.equals(event.getReason()))
        .map(event -> event.getNote())
        .toList();
  }

  private List<String> secrets(String token) {
    var secrets = new ArrayList<>(List.of(PASSWORD, token));
    client.secrets().inNamespace("two-operators").list().getItems().stream()
        .flatMap(secret -> secret.getData().entrySet().stream())
        .filter(entry -> entry.getKey().endsWith("-key"))
        .forEach(
            entry -> {
              secrets.add(entry.getValue());
              secrets.add(SecretReader.text(entry.getValue()));
            });
    return secrets;
  }

  private static void assertLog(List<String> lines, List<String> secrets) throws IOException {
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      assertThat(JSON.readTree(line).path("message").isTextual()).as(line).isTrue();
      assertThat(line).doesNotContain(secrets);
    }
  }
}
