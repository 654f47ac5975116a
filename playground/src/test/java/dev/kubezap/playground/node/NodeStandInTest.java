package dev.kubezap.playground.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.playground.process.ProcessRecords;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("control-plane")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeStandInTest {

  @TempDir static Path data;
  private TestNode node;
  private KubernetesClient client;
  private ProcessRecords records;

  @BeforeAll
  void start() throws Exception {
    node = new TestNode(data, NodeStandIn.MOST_PODS);
    client = node.client;
    records = node.cluster.records;
  }

  @AfterAll
  void stop() throws Exception {
    node.close();
  }

  @Test
  void runsAStatefulSetAsAKubeletWould() throws Exception {
    client
        .load(getClass().getResourceAsStream("stateful-set.yaml"))
        .items()
        .forEach(item -> client.resource(item).create());

    var pod = ready();
    var first = pod.getMetadata().getUid();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
    assertThat(pod.getStatus().getPodIP()).startsWith("192.0.2.");
    assertThat(pod.getStatus().getContainerStatuses().getFirst().getRestartCount()).isZero();
    assertThat(get(pod, "/env/POD_UID")).isEqualTo(first);
    assertThat(get(pod, "/env/POD_IP")).isEqualTo(pod.getStatus().getPodIP());
    assertThat(get(pod, "/env/COMBINED")).isEqualTo(pod.getStatus().getPodIP() + " $(UNKNOWN)");
    assertThat(get(pod, "/env/MEMORY")).isEqualTo("256");
    assertThat(get(pod, "/env/ORDINARY")).isEqualTo("/database");
    assertThat(get(pod, "/env/KUBEZAP_API_KEY")).isEqualTo("k-1");
    assertThat(get(pod, "/file/KUBEZAP_CONFIG_DIR/settings.json")).isEqualTo("one");
    assertThat(get(pod, "/file/KUBEZAP_DATA_DIR/starts")).isEqualTo("+");
    assertThat(get(pod, "/file/KUBEZAP_SERVICE_ACCOUNT_DIR/ca.crt")).startsWith("-----BEGIN");
    assertThat(get(pod, "/file/KUBEZAP_SERVICE_ACCOUNT_DIR/namespace")).isEqualTo("default");
    assertThat(get(pod, "/file/KUBEZAP_SERVICE_ACCOUNT_DIR/token").split("\\.", -1)).hasSize(3);

    var resource = client.pods().inNamespace("default").withName("support-0");
    assertThat(resource.tailingLines(1).getLog())
        .startsWith("serving --config=")
        .contains("/session/etc/kubezap");

    client
        .secrets()
        .inNamespace("default")
        .withName("support")
        .edit(
            secret -> {
              secret.setStringData(Map.of("settings.json", "two"));
              return secret;
            });
    soon()
        .untilAsserted(
            () -> assertThat(get(pod, "/file/KUBEZAP_CONFIG_DIR/settings.json")).isEqualTo("two"));

    var before = records.running().get("pod_default_support-0_session");
    ProcessHandle.of(Objects.requireNonNull(before).pid()).orElseThrow().destroyForcibly();
    soon()
        .untilAsserted(
            () -> {
              var container = ready().getStatus().getContainerStatuses().getFirst();
              assertThat(container.getRestartCount()).isEqualTo(1);
              assertThat(container.getLastState().getTerminated().getExitCode()).isEqualTo(137);
            });
    assertThat(ready().getMetadata().getUid()).isEqualTo(first);

    client.pods().inNamespace("default").withName("support-0").delete();
    soon().untilAsserted(() -> assertThat(ready().getMetadata().getUid()).isNotEqualTo(first));
    assertThat(address(ready())).isEqualTo(address(pod));
    assertThat(get(ready(), "/file/KUBEZAP_DATA_DIR/starts")).isEqualTo("+++");
    assertThat(data.resolve("node/pods").resolve(first)).doesNotExist();

    node.stop();
    assertThat(records.running()).doesNotContainKey("pod_default_support-0_session");
    node.startAgain();
    soon()
        .untilAsserted(
            () ->
                assertThat(ready().getStatus().getContainerStatuses().getFirst().getRestartCount())
                    .isEqualTo(1));

    client.apps().statefulSets().inNamespace("default").withName("support").delete();
    client.persistentVolumeClaims().inNamespace("default").withName("support").delete();
    soon()
        .untilAsserted(
            () -> {
              assertThat(client.pods().inNamespace("default").list().getItems()).isEmpty();
              assertThat(client.persistentVolumes().list().getItems()).isEmpty();
              assertThat(records.running()).doesNotContainKey("pod_default_support-0_session");
              try (var volumes = Files.list(data.resolve("node/volumes"))) {
                assertThat(volumes).isEmpty();
              }
            });
  }

  @Test
  void refusesByNameWhatItCannotHonour() {
    client
        .pods()
        .inNamespace("kube-system")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("refused")
                .endMetadata()
                .withNewSpec()
                .withHostNetwork(true)
                .addNewContainer()
                .withName("one")
                .withImage("kubezap/session-pod:test")
                .endContainer()
                .endSpec()
                .build())
        .create();
    soon()
        .untilAsserted(
            () -> {
              var pod = client.pods().inNamespace("kube-system").withName("refused").get();
              var waiting =
                  pod.getStatus().getContainerStatuses().getFirst().getState().getWaiting();
              assertThat(waiting.getReason()).isEqualTo("CreateContainerConfigError");
              assertThat(waiting.getMessage()).contains("hostNetwork");
            });
    client.pods().inNamespace("kube-system").withName("refused").delete();
    soon()
        .untilAsserted(
            () ->
                assertThat(client.pods().inNamespace("kube-system").withName("refused").get())
                    .isNull());
  }

  private Pod ready() {
    return soon()
        .until(
            () -> client.pods().inNamespace("default").withName("support-0").get(),
            pod ->
                pod != null
                    && pod.getMetadata().getDeletionTimestamp() == null
                    && pod.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("Ready")
                                    && condition.getStatus().equals("True")));
  }

  private static String address(Pod pod) {
    return Objects.requireNonNull(
        pod.getMetadata().getAnnotations().get("kubezap.dev/address"), "no address");
  }

  private String get(Pod pod, String path) throws Exception {
    return node.http
        .send(
            HttpRequest.newBuilder(URI.create(address(pod) + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
  }
}
