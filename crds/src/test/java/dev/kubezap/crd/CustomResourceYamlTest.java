package dev.kubezap.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomResourceYamlTest {

  private static final Path COMMITTED =
      Path.of("src/main/resources/META-INF/kubezap", CustomResourceYaml.FILE);

  /**
   * Run with {@code -Dkubezap.golden.update=true} to write the file anew after a change of the
   * types.
   */
  @Test
  void committedYamlIsWhatTheTypesGenerate(@TempDir Path scratch) throws IOException {
    String generated = CustomResourceYaml.generate(scratch);
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.writeString(COMMITTED, generated);
    }
    assertThat(COMMITTED)
        .as("run the tests with -Dkubezap.golden.update=true to renew it")
        .hasContent(generated);
  }
}
