package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the operator gives to session pods is what session pods take. */
class PodContractTest {

  private static final Path WANTED = Path.of("../operator/src/test/resources/desired");
  private static final Path TAKEN = Path.of("../session-pod/README.md");
  private static final Pattern VARIABLE = Pattern.compile("name: \"([A-Z][A-Z0-9_]+)\"");

  @Test
  void everyVariableThatTheOperatorSetsIsOneOfThePods() throws IOException {
    var known = Files.readString(TAKEN);
    assertThat(set())
        .contains("KUBEZAP_SESSION_NAME", "KUBEZAP_LOG_LEVEL")
        .allSatisfy(
            name ->
                // Every secret can also be had from a file.
                assertThat(known).contains("`" + name.replaceFirst("_FILE$", "")));
  }

  private static Set<String> set() throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.walk(WANTED)) {
      for (var file : files.filter(path -> path.toString().endsWith("statefulset.yaml")).toList()) {
        VARIABLE
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> names.add(found.group(1)));
      }
    }
    return names;
  }
}
