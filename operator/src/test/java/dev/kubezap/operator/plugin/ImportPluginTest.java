package dev.kubezap.operator.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an import asks for, and before what it stops; that a pod takes it is tried with one. */
class ImportPluginTest {
  private static final String CREATE = "kubectl -n shop create -f -";

  @TempDir Path folder;
  private PluginStage stage;
  private Path rows;

  @BeforeEach
  void begin() throws IOException {
    stage = new PluginStage(folder);
    rows = Files.writeString(folder.resolve("rows.json"), "[{\"id\": \"creds\"}]");
    Files.createDirectories(folder.resolve("nobody"));
    Files.createFile(folder.resolve("empty.json"));
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      large.setLength((32 << 20) + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import                                   | 2 | import needs the name of a session",
        "import support                           | 2 | import needs --from with a folder, a file or -",
        "import support --from                    | 2 | --from needs a folder, a file or -",
        "import support --from rows.json --force  | 2 | import does not take --force",
        "import support other --from rows.json    | 2 | import does not take other",
        "import support --from gone --yes         | 1 | there is no gone",
        "import support --from nobody --yes       | 1 | nobody has no creds.json",
        "import support --from empty.json --yes   | 1 | empty.json is empty",
        "import support --from large --yes        | 1 | large has more than 33554432 bytes",
        "import support --from rows.json          | 1 | nobody can be asked whether it is stopped",
        "import support --from -                  | 1 | nobody can be asked whether it is stopped"
      })
  void asksNobodyForWhatCannotBeDone(String words, int code, String said) throws Exception {
    List<String> absolute =
        List.of(words.split(" +")).stream()
            .map(word -> Files.exists(folder.resolve(word)) ? folder.resolve(word) + "" : word)
            .toList();

    PluginStage.Ended ended = stage.zap(absolute);

    assertThat(ended.err().replace(folder + "/", "")).contains(said);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.calls()).isEmpty();
  }

  @Test
  void makesNoSessionUnlessItIsAsked() throws Exception {
    PluginStage.Ended ended = stage.zap(importing("fresh"));

    assertThat(ended.err()).contains("there is no session fresh here: --create makes one");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.calls())
        .containsExactly("kubectl -n shop get was/fresh --ignore-not-found -o name");
  }

  @Test
  void makesTheSessionAndWaitsForItsPod() throws Exception {
    PluginStage.Ended ended = stage.zap(importing("fresh", "--create"));

    assertThat(ended.calls())
        .containsSubsequence(
            CREATE,
            "apiVersion: kubezap.dev/v1alpha1",
            "kind: WhatsAppSession",
            "metadata: {name: fresh}",
            "spec: {}",
            "kubectl -n shop wait was/fresh --for=jsonpath={.status.phase}=AwaitingPairing"
                + " --timeout=5m")
        .anyMatch(call -> call.contains("get secret was-fresh.api-key"));

    PluginStage.Ended late = stage.zap(importing("fresh", "--create"), "WAITED", "1");
    assertThat(late.err()).contains("fresh was made, but cannot be linked yet");
    assertThat(late.calls()).noneMatch(call -> call.contains("get secret"));
  }

  @Test
  void leavesASessionThatIsThereAsItIs() throws Exception {
    PluginStage.Ended ended = stage.zap(importing("support", "--create"), "STATUS", "202");

    assertThat(ended.code()).isZero();
    assertThat(ended.calls()).doesNotContain(CREATE).noneMatch(call -> call.contains(" wait "));
  }

  @Test
  void theKeyIsOnNoCommandLineAndInNoOutput() throws Exception {
    PluginStage.Ended ended =
        stage.zap(importing("support"), "STATUS", "202", "ANSWER", "{\"notice\":\"Keep it\"}");

    assertThat(ended.calls())
        .filteredOn(call -> call.startsWith("curl"))
        .singleElement()
        .asString()
        .matches("curl -sS --config /dev/fd/\\d+ -X POST .* --data-binary @- .*/session/import");
    assertThat(ended.calls()).contains("[{\"id\": \"creds\"}]");
    assertThat(String.join("\n", ended.calls()) + ended.out() + ended.err())
        .doesNotContain("key-1");
    assertThat(ended.err()).contains("two clients of one device push each other out");
    assertThat(ended.out()).contains("Keep it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "409 | already-linked | support is linked already: kubectl zap logout support first",
        "413 | body-too-large | it is too large: Say \"less\" \\",
        "403 | forbidden      | support does not take its key: Say \"less\" \\",
        "422 | link-genuine   | support does not take it (link-genuine): Say \"less\" \\",
      })
  void saysWhyTheSessionRefuses(String status, String code, String said) throws Exception {
    String problem =
        "{\"title\":\"No\",\"detail\":\"Say \\\"less\\\" \\\\\",\"code\":\"%s\"}".formatted(code);

    PluginStage.Ended ended = stage.zap(importing("support"), "STATUS", status, "ANSWER", problem);

    assertThat(ended.err()).endsWith(said + tail(status));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
  }

  private static String tail(String status) {
    return status.equals("409") ? ", or import into another session" : "";
  }

  @ParameterizedTest
  @CsvSource({"keyless,keyless has no key yet", "hidden,may you read Secrets here?"})
  void saysWhenThereIsNoKey(String session, String said) throws Exception {
    PluginStage.Ended ended = stage.zap(importing(session));

    assertThat(ended.err()).contains(said);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.calls()).noneMatch(call -> call.startsWith("curl"));
  }

  private List<String> importing(String session, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("-n", "shop", "import", session, "--from", rows.toString(), "--yes"));
    words.addAll(List.of(more));
    return words;
  }
}
