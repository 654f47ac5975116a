package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {
  private final Map<String, String> environment = new HashMap<>();
  private final Variables variables =
      new Variables(name -> Optional.ofNullable(environment.get(name)));

  @TempDir private Path folder;

  @Test
  void aBlankValueCountsAsUnsetAndSpacesAroundOneAsNothing() {
    environment.put("A", " \t");
    environment.put("B", " b ");

    assertThat(variables.text("A")).isEmpty();
    assertThat(variables.text("B")).contains("b");
    assertThat(variables.text("C")).isEmpty();
    assertThat(variables.problems()).isEmpty();
  }

  @Test
  void aSecretsFileThatIsEmptyIsNamedWithWhatToDo() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), " \n");
    environment.put("KEY_FILE", file.toString());

    assertThat(variables.secret("KEY")).isEmpty();
    assertThat(variables.problems())
        .containsExactly("KEY_FILE names an empty file: write the secret into " + file + ".");
  }

  @Test
  void aFileThatIsThereIsTaken() throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), "x");
    environment.put("CA", file.toString());
    environment.put("FOLDER", folder.toString());

    assertThat(variables.file("CA")).contains(file);
    assertThat(variables.folder("FOLDER")).contains(folder);
    assertThat(variables.problems()).isEmpty();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    environment.put("FOLDER", Files.writeString(folder.resolve("file"), "x").toString());

    variables.folder("FOLDER");
    assertThat(variables.problems()).singleElement().asString().contains("which is no folder");
  }

  @Test
  void aPortThatIsNotSetIsTheUsualOne() {
    environment.put("HIGHEST", "65535");

    assertThat(variables.port("UNSET", 8080)).isEqualTo(8080);
    assertThat(variables.port("HIGHEST", 8080)).isEqualTo(65_535);
    assertThat(variables.problems()).isEmpty();
  }
}
