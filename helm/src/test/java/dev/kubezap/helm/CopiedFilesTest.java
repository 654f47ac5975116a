package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the chart has from other modules is the same as there. Run with {@code
 * -Dkubezap.golden.update=true} to copy it anew.
 */
class CopiedFilesTest {

  private static final Map<String, String> ORIGINALS =
      Map.ofEntries(
          Map.entry(
              "files/whatsappsessions.kubezap.dev.yaml",
              "../crds/src/main/resources/META-INF/kubezap/whatsappsessions.kubezap.dev.yaml"),
          Map.entry(
              "files/whatsappsessionclasses.kubezap.dev.yaml",
              "../crds/src/main/resources/META-INF/kubezap/whatsappsessionclasses.kubezap.dev.yaml"),
          Map.entry(
              "files/whatsappwebhooks.kubezap.dev.yaml",
              "../crds/src/main/resources/META-INF/kubezap/whatsappwebhooks.kubezap.dev.yaml"),
          Map.entry("files/operator-class-rights.yaml", "../operator/kubernetes/class-rights.yaml"),
          Map.entry("files/operator-rights.yaml", "../operator/kubernetes/rights.yaml"),
          Map.entry("files/gateway-rights.yaml", "../gateway/kubernetes/rights.yaml"),
          Map.entry(
              "files/operator-api-server-rights.yaml",
              "../operator/kubernetes/api-server-rights.yaml"),
          Map.entry(
              "files/operator-pod-status-policy.yaml",
              "../operator/kubernetes/pod-status-policy.yaml"),
          Map.entry("files/operator-lease-rights.yaml", "../operator/kubernetes/lease-rights.yaml"),
          Map.entry(
              "files/operator-namespace-rights.yaml",
              "../operator/kubernetes/namespace-rights.yaml"),
          Map.entry(
              "files/operator-operator-objects-policy.yaml",
              "../operator/kubernetes/operator-objects-policy.yaml"),
          Map.entry(
              "files/operator-session-pods-policy.yaml",
              "../operator/kubernetes/session-pods-policy.yaml"),
          Map.entry(
              "files/operator-protection-policy.yaml",
              "../operator/kubernetes/protection-policy.yaml"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("copies")
  void isTheSame(String copy) throws IOException {
    Path file = Chart.FOLDER.resolve(copy);
    String original = Files.readString(Path.of(Objects.requireNonNull(ORIGINALS.get(copy))));
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.writeString(file, original);
    }
    assertThat(Files.readString(file)).isEqualTo(original);
  }

  static Iterable<String> copies() {
    return ORIGINALS.keySet();
  }

  @Test
  void theVersionIsTheProjects() throws IOException {
    assertThat(Files.readString(Chart.FOLDER.resolve("Chart.yaml")))
        .contains("\nappVersion: " + System.getProperty("kubezap.version") + "\n");
  }
}
