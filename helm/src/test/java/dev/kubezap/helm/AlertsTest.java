package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts and dashboards: that they work, are explained, and ask for metrics that there are. */
class AlertsTest {

  private static final Path ALERTS = Chart.FOLDER.resolve("files/alerts.yaml");
  private static final Path TESTS = Path.of("src/test/resources/alerts/alerts-test.yaml");
  private static final Pattern METRIC = Pattern.compile("\\b(?:kubezap|operator_sdk)_[a-z_]+");

  /**
   * What every program of the product says about itself; tests there compare it with the endpoint.
   */
  private static final List<Path> METRICS =
      List.of(Path.of("../operator/docs/metrics.txt"), Path.of("../session-pod/docs/metrics.txt"));

  @TempDir Path folder;

  @Test
  void eachFiresWhenItShould() throws Exception {
    Optional<Path> promtool = promtool();
    assumeTrue(
        promtool.isPresent(),
        "the alerts are not played through: there is no promtool (Debian: apt-get install prometheus)");
    Files.copy(ALERTS, folder.resolve("alerts.yaml"));
    Files.copy(TESTS, folder.resolve("alerts-test.yaml"));
    Process process =
        new ProcessBuilder(promtool.get().toString(), "test", "rules", "alerts-test.yaml")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  @Test
  void eachIsExplainedAndPlayedThrough() throws IOException {
    var names = new ArrayList<String>();
    for (JsonNode rule : rules()) {
      names.add(rule.get("alert").asText());
    }
    List<String> explained =
        Files.readAllLines(Chart.FOLDER.resolve("alerts.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(names).hasSize(15).isEqualTo(explained);
    assertThat(names).allMatch(Files.readString(TESTS)::contains, "is in " + TESTS);
  }

  @Test
  void everyMetricIsOnAnEndpoint() throws IOException {
    var known = new TreeSet<String>();
    for (Path list : METRICS) {
      for (String line : Files.readAllLines(list)) {
        String name = line.split(" ", -1)[0];
        known.add(name);
        if (line.endsWith(" histogram")) {
          known.addAll(List.of(name + "_bucket", name + "_sum", name + "_count"));
        }
      }
    }
    var asked = new TreeSet<String>();
    for (JsonNode rule : rules()) {
      collect(rule.get("expr").asText(), asked);
    }
    try (Stream<Path> dashboards = Files.list(Chart.FOLDER.resolve("files/dashboards"))) {
      for (Path dashboard : dashboards.toList()) {
        for (JsonNode expression : yaml(dashboard).findValues("expr")) {
          collect(expression.asText(), asked);
        }
      }
    }
    assertThat(asked).hasSizeGreaterThan(15).isSubsetOf(known);
  }

  private static void collect(String expression, Set<String> into) {
    METRIC.matcher(expression).results().forEach(found -> into.add(found.group()));
  }

  private static List<JsonNode> rules() throws IOException {
    var rules = new ArrayList<JsonNode>();
    yaml(ALERTS).get("groups").forEach(group -> group.get("rules").forEach(rules::add));
    return rules;
  }

  private static JsonNode yaml(Path file) throws IOException {
    return Objects.requireNonNull(
        new KubernetesSerialization().unmarshal(Files.readString(file), JsonNode.class));
  }

  private static Optional<Path> promtool() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(":", -1))
        .map(place -> Path.of(place, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
