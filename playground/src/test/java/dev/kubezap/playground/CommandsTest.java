package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The repository's commands with words that they do not know: each says so before it builds. They
 * are copied to a folder where a build cannot even begin.
 */
@Tag("slow")
class CommandsTest {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> FILES =
      List.of(
          "verify",
          "scripts/find-jdk",
          "playground/up",
          "playground/src/main/java/dev/kubezap/playground/Options.java",
          "benchmarks/run",
          "benchmarks/src/main/java/dev/kubezap/benchmarks/Options.java",
          "session-pod/run");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "playground/up, --tuor, unknown option --tuor",
    "playground/up, --kill, '--kill, --away, --delete and --keep go with --tour'",
    "playground/up, --data, --data needs a value",
    "playground/up, --data --tour, --data needs a value",
    "playground/up, --kubeconfig missing, which cannot be read",
    "benchmarks/run, --qick, unknown option --qick",
    "benchmarks/run, --only lod, --only takes",
    "session-pod/run, --port=8081, 'session-pod/run takes no options, such as --port=8081'",
    "verify, fast, fast is no option",
    "verify, -pl crds --fast, --fast goes first",
  })
  void wrongWordIsToldBeforeAnythingIsBuilt(String command, String words, String told)
      throws Exception {
    Outcome outcome = run(command, words);

    assertThat(outcome.output()).contains(told).doesNotContain("uilding");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "playground/up, usage: ./playground/up",
    "benchmarks/run, usage: ./benchmarks/run",
    "session-pod/run, usage: ./session-pod/run",
    "verify, ./verify --fast",
  })
  void helpIsGivenBeforeAnythingIsBuilt(String command, String told) throws Exception {
    Outcome outcome = run(command, "--help");

    assertThat(outcome.output()).contains(told).doesNotContain("uilding");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void rightWordsLeadToABuild() throws Exception {
    Outcome outcome = run("playground/up", "--tour --delete");

    assertThat(outcome.output()).contains("Building Kubezap", "The build failed");
    assertThat(outcome.code()).isEqualTo(1);
  }

  private Outcome run(String command, String words) throws IOException, InterruptedException {
    for (String file : FILES) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(REPOSITORY.resolve(file), copy);
    }
    var line = new ArrayList<>(List.of("bash", folder.resolve(command).toString()));
    line.addAll(List.of(words.split(" ")));
    File output = folder.resolve("output").toFile();
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int code = builder.start().waitFor();
    return new Outcome(code, Files.readString(output.toPath(), StandardCharsets.UTF_8));
  }

  private record Outcome(int code, String output) {}
}
