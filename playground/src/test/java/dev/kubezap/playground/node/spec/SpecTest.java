package dev.kubezap.playground.node.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpecTest {

  private static final PodAddress ADDRESS = new PodAddress("192.0.2.7", "127.0.0.1");
  private static final LocalImages IMAGES =
      new LocalImages(
          Map.of("session-pod", List.of("java", "-Djava.io.tmpdir={root}/tmp", "-jar", "run.jar")));
  private static final Path ROOT = Path.of("/pods/u/session");

  @Test
  void everyFieldThatIsNotHonouredIsNamed() {
    var pod =
        pod(
            """
            hostNetwork: true
            initContainers: [{name: first, image: x}]
            containers:
            - name: session
              image: kubezap/session-pod:1
              stdin: true
              securityContext: {capabilities: {drop: [ALL]}}
              lifecycle: {preStop: {exec: {command: [sleep, "1"]}}}
              livenessProbe: {tcpSocket: {port: 1}}
              readinessProbe: {httpGet: {path: /, port: 1, scheme: HTTPS}}
              volumeMounts: [{name: data, mountPath: /data, subPath: sub}]
            volumes:
            - {name: data, nfs: {server: s, path: /p}}
            """);
    assertThat(SupportedFields.refused(pod.getSpec(), new ObjectMapper()))
        .containsExactly(
            "containers[].lifecycle.preStop.exec.command[]",
            "containers[].livenessProbe.tcpSocket.port",
            "containers[].stdin",
            "containers[].volumeMounts[].subPath",
            "hostNetwork",
            "httpGet.scheme: HTTPS",
            "initContainers[].image",
            "initContainers[].name",
            "volumes[].nfs.path",
            "volumes[].nfs.server");
  }

  @Test
  void pathsBelowAMountAreMappedAndNothingElse() {
    var paths = new MountPaths(ROOT, List.of("/data", "/etc/kubezap"));
    assertThat(paths.value("/data")).isEqualTo("/pods/u/session/data");
    assertThat(paths.value("/etc/kubezap/api-key"))
        .isEqualTo("/pods/u/session/etc/kubezap/api-key");
    assertThat(paths.value("/database")).isEqualTo("/database");
    assertThat(paths.value("see /data")).isEqualTo("see /data");
    assertThat(paths.word("--dir=/data/x")).isEqualTo("--dir=/pods/u/session/data/x");
    assertThat(paths.word("--other=/etc")).isEqualTo("--other=/etc");
  }

  @Test
  void referencesAreExpandedAsKubernetesDoes() {
    var variables = Map.of("A", "a$1", "B", "b");
    assertThat(Expansion.expand("$(A) $(B) $(C) $$(A) $A", variables))
        .isEqualTo("a$1 b $(C) $(A) $A");
  }

  @Test
  void aContainerIsTranslatedToAProcess() throws Exception {
    var pod =
        pod(
            """
            containers:
            - name: session
              image: registry.example:5000/kubezap/session-pod@sha256:0000
              args: ["--data=/data", "$(NAME)"]
              ports: [{name: http, containerPort: 8080}, {containerPort: 7000}]
              envFrom: [{prefix: P_, configMapRef: {name: settings}}]
              env:
              - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
              - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: key}}}
              - {name: ABSENT, valueFrom: {secretKeyRef: {name: none, key: key, optional: true}}}
              - {name: KUBEZAP_HTTP_PORT, value: "8080"}
              - {name: DIR, value: /data}
              volumeMounts: [{name: data, mountPath: /data}]
            """);
    var launch = launch(pod);
    assertThat(launch.command())
        .containsExactly(
            "java",
            "-Djava.io.tmpdir=/pods/u/session/tmp",
            "-jar",
            "run.jar",
            "--data=/pods/u/session/data",
            "support-0");
    assertThat(launch.environment())
        .containsEntry("NAME", "support-0")
        .containsEntry("LABEL", "support")
        .containsEntry("KEY", "secret")
        .containsEntry("P_a", "1")
        .containsEntry("DIR", "/pods/u/session/data")
        .containsEntry("JAVA_HOME", "/data/jdk")
        .containsEntry("KUBEZAP_HTTP_PORT", "20000")
        .containsEntry("KUBEZAP_HTTP_HOST", "127.0.0.1")
        .doesNotContainKey("ABSENT")
        .doesNotContainKey("KUBEZAP_MANAGEMENT_PORT");
    assertThat(launch.toString()).doesNotContain("secret");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> launch(withVariable("secretKeyRef: {name: none, key: key}")))
        .hasMessage("Secret none not found");
    assertThatThrownBy(() -> launch(withVariable("secretKeyRef: {name: keys, key: other}")))
        .hasMessage("Secret keys has no key other");
    assertThatThrownBy(() -> launch(withVariable("fieldRef: {fieldPath: spec.hostname}")))
        .hasMessageContaining("spec.hostname");
    assertThatThrownBy(() -> launch(pod("containers: [{name: session, image: nginx}]")))
        .hasMessageContaining("no local command for image nginx");
  }

  @Test
  void containerPortsAreFoundByNumberAndName() {
    var pod = pod("containers: [{name: s, image: i, ports: [{name: http, containerPort: 8080}]}]");
    var ports = ContainerPorts.of(pod.getSpec().getContainers().getFirst(), _ -> 20000);
    assertThat(ports.local(new IntOrString(8080))).contains(20000);
    assertThat(ports.local(new IntOrString("http"))).contains(20000);
    assertThat(ports.local(new IntOrString(9000))).isEmpty();
  }

  private static Pod withVariable(String from) {
    return pod(
        "containers: [{name: s, image: session-pod, env: [{name: A, valueFrom: {" + from + "}}]}]");
  }

  private static ContainerLaunch launch(Pod pod) throws MissingSourceException {
    var container = pod.getSpec().getContainers().getFirst();
    var next = new AtomicInteger(20000);
    return ContainerLaunch.of(
        pod,
        container,
        ADDRESS,
        new FixedSources(),
        new MountPaths(ROOT, List.of("/data")),
        ContainerPorts.of(container, _ -> next.getAndIncrement()),
        IMAGES,
        Map.of("JAVA_HOME", "/data/jdk"));
  }

  private static Pod pod(String spec) {
    return new KubernetesSerialization()
        .unmarshal(
            "kind: Pod\napiVersion: v1\nmetadata: {name: support-0, namespace: default, labels:"
                + " {app: support}}\nspec:\n"
                + spec.indent(2),
            Pod.class);
  }

  private static final class FixedSources implements Sources {
    @Override
    public Optional<Map<String, byte[]>> secret(String namespace, String name) {
      return name.equals("keys") ? Optional.of(Map.of("key", bytes("secret"))) : Optional.empty();
    }

    @Override
    public Optional<Map<String, byte[]>> configMap(String namespace, String name) {
      return name.equals("settings") ? Optional.of(Map.of("a", bytes("1"))) : Optional.empty();
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
