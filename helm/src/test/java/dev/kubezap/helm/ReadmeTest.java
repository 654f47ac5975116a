package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every value has a comment, a line in the README and a rule in the schema. Run with {@code
 * -Dkubezap.golden.update=true} to write the README's table anew.
 */
class ReadmeTest {

  private static final String BEGIN = "<!-- values: generated from values.yaml -->\n";
  private static final String END = "<!-- end of values -->\n";

  @Test
  void everyValueHasAComment() throws IOException {
    assertThat(values()).hasSizeGreaterThan(30).allMatch(value -> !value.meaning().isBlank());
  }

  @Test
  void theTableIsThatOfTheValues() throws IOException {
    Path file = Chart.FOLDER.resolve("README.md");
    String text = Files.readString(file);
    String table =
        values().stream()
            .map(ReadmeTest::line)
            .collect(Collectors.joining("", "| value | default | meaning |\n|---|---|---|\n", ""));
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    if (Boolean.getBoolean("kubezap.golden.update")) {
      text = text.substring(0, from) + table + text.substring(to);
      Files.writeString(file, text);
      to = text.indexOf(END);
    }
    assertThat(text.substring(from, to)).isEqualTo(table);
  }

  @Test
  void theSchemaKnowsTheSameValues() throws IOException {
    JsonNode schema =
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    var known = new ArrayList<String>();
    collect(schema, schema, "", known);
    known.remove("global");
    List<String> paths = values().stream().map(ValuesTable.Value::path).toList();
    assertThat(known.stream().filter(path -> !covered(path, paths)).toList()).isEmpty();
    assertThat(paths.stream().filter(path -> !covered(path, known)).toList()).isEmpty();
  }

  /** Whether the path, a map that it is in, or a part of it is among these. */
  private static boolean covered(String path, List<String> paths) {
    return paths.stream()
        .anyMatch(
            other ->
                path.equals(other) || path.startsWith(other + ".") || other.startsWith(path + "."));
  }

  /** The leaves of the schema: what has no further names. */
  private static void collect(JsonNode root, JsonNode node, String path, List<String> into) {
    JsonNode resolved = node;
    while (resolved.has("$ref")) {
      resolved = root.at(resolved.get("$ref").asText().substring(1));
    }
    if (resolved.path("properties").isEmpty()) {
      into.add(path);
      return;
    }
    for (var property : resolved.get("properties").properties()) {
      String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      collect(root, property.getValue(), name, into);
    }
  }

  private static String line(ValuesTable.Value value) {
    return "| `%s` | `%s` | %s |\n"
        .formatted(value.path(), value.standard(), value.meaning().replace("|", "\\|"));
  }

  private static List<ValuesTable.Value> values() throws IOException {
    return ValuesTable.of(Files.readAllLines(Chart.FOLDER.resolve("values.yaml")));
  }
}
