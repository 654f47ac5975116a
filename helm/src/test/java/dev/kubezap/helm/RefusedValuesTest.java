package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot be used are refused before anything is installed, by their names. */
@HelmTest
class RefusedValuesTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @TempDir Path folder;

  record Case(Map<String, Object> values, String refused) {
    @Override
    public String toString() {
      return values.toString();
    }
  }

  static List<Case> cases() throws IOException {
    return YAML.unmarshal(
        Files.newInputStream(Path.of("src/test/resources/refused.yaml")),
        new TypeReference<List<Case>>() {});
  }

  @BeforeAll
  static void thereAreTwentyAndMore() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void refused(Case wrong) throws IOException {
    Path base =
        Files.writeString(folder.resolve("base.yaml"), "database: {secret: {name: postgres}}");
    Path values = Files.writeString(folder.resolve("values.yaml"), YAML.asYaml(wrong.values()));
    assertThatThrownBy(() -> Chart.render(base, values))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .matches(message -> named(message, wrong.refused()), "names " + wrong.refused());
  }

  /** Helm's schema writes a path with slashes or dots, depending on its version. */
  private static boolean named(String message, String path) {
    return message.replace('/', '.').contains(path);
  }
}
