package dev.kubezap.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/rbac.md} has every right that is granted, with its reason, and no other. */
class RightsDocumentedTest {

  private static final Path PAGE = Path.of("../docs/rbac.md");
  private static final Pattern FILE = Pattern.compile("\\[(\\S+-?rights\\.yaml)]\\(\\S+\\)");
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([a-z, ]+) \\| (.+) \\|");

  @Test
  void hasEveryRightWithItsReason() throws IOException {
    var granted = new TreeSet<String>();
    for (Path file : files()) {
      granted.addAll(granted(file));
    }
    assertThat(granted).hasSizeGreaterThan(60);
    assertThat(documented()).isEqualTo(granted);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("kubernetes"))) {
      return Stream.concat(
              files.filter(file -> file.toString().endsWith("rights.yaml")),
              Stream.of(Path.of("../gateway/kubernetes/rights.yaml")))
          .toList();
    }
  }

  private static List<String> granted(Path file) throws IOException {
    var rights = new ArrayList<String>();
    JsonNode role = Serialization.unmarshal(Files.readString(file), JsonNode.class);
    for (JsonNode rule : role.get("rules")) {
      String names = names(rule);
      for (JsonNode group : rule.get("apiGroups")) {
        String prefix = group.asText().isEmpty() ? "" : group.asText() + "/";
        for (JsonNode resource : rule.get("resources")) {
          for (JsonNode verb : rule.get("verbs")) {
            rights.add(
                Path.of("..").relativize(Path.of("../operator").resolve(file).normalize())
                    + " "
                    + prefix
                    + resource.asText()
                    + names
                    + " "
                    + verb.asText());
          }
        }
      }
    }
    return rights;
  }

  private static String names(JsonNode rule) {
    var names = new TreeSet<String>();
    rule.path("resourceNames").forEach(name -> names.add(name.asText()));
    return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
  }

  private static Set<String> documented() throws IOException {
    var rights = new TreeSet<String>();
    String file = "";
    for (String line : Files.readAllLines(PAGE)) {
      Matcher named = FILE.matcher(line);
      Matcher row = ROW.matcher(line);
      if (named.matches()) {
        file = named.group(1);
      } else if (row.matches()) {
        for (String verb : row.group(2).split(", ", -1)) {
          assertThat(rights.add(file + " " + row.group(1) + " " + verb)).as(line).isTrue();
        }
      }
    }
    return rights;
  }
}
