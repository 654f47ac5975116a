package dev.kubezap.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CustomResourceYamlTest {

  private static final Path FOLDER = Path.of("src/main/resources/META-INF/kubezap");

  /**
   * Run with {@code -Dkubezap.golden.update=true} to write the file anew after a change of the
   * types.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void committedYamlIsWhatTheTypesGenerate(String file, @TempDir Path scratch) throws IOException {
    Path committed = FOLDER.resolve(file);
    String generated = CustomResourceYaml.generate(file, scratch);
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.writeString(committed, generated);
    }
    assertThat(committed)
        .as("run the tests with -Dkubezap.golden.update=true to renew it")
        .hasContent(generated);
  }

  @Test
  void everyDefinitionIsAmongThoseThatAreInstalled() {
    assertThat(files())
        .map(file -> "/META-INF/kubezap/" + file)
        .containsExactlyInAnyOrderElementsOf(Kubezap.DEFINITIONS);
  }

  static Iterable<String> files() {
    return CustomResourceYaml.FILES.keySet();
  }
}
