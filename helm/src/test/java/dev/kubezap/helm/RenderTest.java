package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder under {@code render} is a set of values and what the chart makes of it; the custom
 * resource, which is the same everywhere, is left out. Run with {@code
 * -Dkubezap.golden.update=true} to write the latter anew, and look at the difference.
 */
@HelmTest
class RenderTest {

  private static final Path CASES = Path.of("src/test/resources/render");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  @Test
  void thereAreEightSetsOfValues() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void rendersAsCommitted(Path folder) throws IOException {
    String rendered = withoutDefinitions(Chart.render(folder.resolve("values.yaml")));
    Path golden = folder.resolve("out.yaml");
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.writeString(golden, rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(golden));
  }

  private static String withoutDefinitions(String manifest) {
    var kept = new StringBuilder();
    for (String document : manifest.split("(?m)^---\n", -1)) {
      if (!document.isBlank() && !document.contains("\nkind: CustomResourceDefinition\n")) {
        kept.append("---\n").append(document.stripTrailing()).append('\n');
      }
    }
    return kept.toString();
  }
}
