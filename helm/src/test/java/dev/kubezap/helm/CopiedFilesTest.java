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
      Map.of(
          "files/whatsappsessions.kubezap.dev.yaml",
          "../crds/src/main/resources/META-INF/kubezap/whatsappsessions.kubezap.dev.yaml",
          "files/whatsappsessionclasses.kubezap.dev.yaml",
          "../crds/src/main/resources/META-INF/kubezap/whatsappsessionclasses.kubezap.dev.yaml",
          "files/whatsappwebhooks.kubezap.dev.yaml",
          "../crds/src/main/resources/META-INF/kubezap/whatsappwebhooks.kubezap.dev.yaml",
          "files/operator-class-rights.yaml",
          "../operator/kubernetes/class-rights.yaml",
          "files/operator-rights.yaml",
          "../operator/kubernetes/rights.yaml",
          "files/gateway-rights.yaml",
          "../gateway/kubernetes/rights.yaml",
          "files/operator-api-server-rights.yaml",
          "../operator/kubernetes/api-server-rights.yaml",
          "files/operator-pod-status-policy.yaml",
          "../operator/kubernetes/pod-status-policy.yaml",
          "files/operator-lease-rights.yaml",
          "../operator/kubernetes/lease-rights.yaml");

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
