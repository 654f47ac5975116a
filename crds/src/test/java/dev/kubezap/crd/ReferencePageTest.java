package dev.kubezap.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page with all fields says what the definitions say. */
class ReferencePageTest {

  private static final Path PAGE = Path.of("../docs/reference.md");

  /** In the order in which one meets them. */
  private static final List<String> ORDER =
      List.of("whatsappsessions", "whatsappsessionclasses", "whatsappwebhooks");

  /** Run with {@code -Dkubezap.golden.update=true} to write the page anew. */
  @Test
  void saysWhatTheDefinitionsSay() throws IOException {
    var definitions = ORDER.stream().map(ReferencePageTest::definition).toList();
    String page = ReferencePage.of(definitions);
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("run the tests with -Dkubezap.golden.update=true to renew it")
        .hasContent(page);
    assertThat(ORDER).hasSize(CustomResourceYaml.FILES.size());
  }

  @Test
  void hasEveryFieldWithWhatItTakes() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains("| `spec.deletionPolicy` | string | one of `Keep`, `LogOut`")
        .contains("| `spec.webhooks[].url` | string, required |")
        .contains("| `status.conditions[].lastTransitionTime` | string (date-time), required |");
  }

  private static CustomResourceDefinition definition(String plural) {
    try {
      return Serialization.unmarshal(
          Files.readString(
              Path.of("src/main/resources/META-INF/kubezap", plural + ".kubezap.dev.yaml")),
          CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
