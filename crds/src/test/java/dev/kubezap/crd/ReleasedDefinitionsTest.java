package dev.kubezap.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.definition.RuleComparison;
import dev.kubezap.crd.definition.SchemaChange;
import dev.kubezap.crd.definition.SchemaComparison;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody wrote for the last release is taken by this version: no field is gone, no value
 * refused, nothing newly required.
 */
class ReleasedDefinitionsTest {

  private static final Path RELEASES = Path.of("releases");

  private static final Path NOW = Path.of("src/main/resources/META-INF/kubezap");

  private static final Path NEW_RULES = Path.of("src/test/resources/new-rules.yaml");

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void takesWhatTheLastReleaseTook(String file) throws IOException {
    assertThat(
            SchemaComparison.changes(
                definition(last().resolve(file)), definition(NOW.resolve(file))))
        .extracting(SchemaChange::text)
        .as("compared with %s", last())
        .isEmpty();
  }

  /** A rule in CEL that was not there is one that somebody has thought about. */
  @Test
  void everyRuleThatTheLastReleaseDidNotHaveHasAReason() throws IOException {
    List<KnownRule> met = new ArrayList<>();
    for (String file : files()) {
      RuleComparison.newRules(definition(last().resolve(file)), definition(NOW.resolve(file)))
          .forEach(rule -> met.add(new KnownRule(file, rule.field(), rule.rule(), "")));
    }
    List<KnownRule> known =
        List.of(Serialization.unmarshal(Files.readString(NEW_RULES), KnownRule[].class));

    assertThat(known)
        .as("each says why in a sentence")
        .allMatch(rule -> rule.reason() != null && rule.reason().strip().length() > 20);
    assertThat(met)
        .as(
            "rules that %s does not have and that are not listed in %s, or are there no more",
            last(), NEW_RULES)
        .containsExactlyInAnyOrderElementsOf(
            known.stream()
                .map(rule -> new KnownRule(rule.file(), rule.field(), rule.rule(), ""))
                .toList());
  }

  private record KnownRule(String file, String field, String rule, String reason) {}

  @Test
  void everyKindOfTheLastReleaseIsStillThere() throws IOException {
    assertThat(files()).isNotEmpty().allMatch(CustomResourceYaml.FILES::containsKey);
  }

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(last())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path last() throws IOException {
    try (Stream<Path> releases = Files.list(RELEASES)) {
      return releases
          .max(Comparator.comparing(release -> Runtime.Version.parse(version(release))))
          .orElseThrow();
    }
  }

  private static String version(Path release) {
    // Runtime.Version refuses a leading zero: 0.1.0 is compared as 1.0.1.0.
    return "1." + release.getFileName();
  }

  private static CustomResourceDefinition definition(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
  }
}
