package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.playground.product.SimulatorAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

  private static final Path DATA = Path.of("/data");

  @TempDir Path folder;

  @Test
  void optionsAreRead() throws IOException {
    var kubeconfig = Files.createFile(folder.resolve("config"));
    assertThat(Options.parse(List.of(), DATA))
        .isEqualTo(new Options(Set.of(), DATA, Optional.empty()));
    assertThat(
            Options.parse(
                List.of("--tour", "--fresh", "--delete", "--keep", "--kill", "--away"), DATA))
        .isEqualTo(new Options(Set.of(Options.Flag.values()), DATA, Optional.empty()));
    assertThat(Options.parse(List.of("--data", "/x", "--kubeconfig", kubeconfig.toString()), DATA))
        .isEqualTo(new Options(Set.of(), Path.of("/x"), Optional.of(kubeconfig)));
    assertThatThrownBy(() -> Options.parse(List.of("--wrong"), DATA))
        .hasMessage("unknown option --wrong");
    assertThatThrownBy(() -> Options.parse(List.of("--kill"), DATA))
        .hasMessageContaining("go with --tour");
    assertThatThrownBy(() -> Options.parse(List.of("--tour", "--kill", "--kubeconfig", "/k"), DATA))
        .hasMessageContaining("do not go with --kubeconfig");
    assertThatThrownBy(() -> Options.parse(List.of("--data"), DATA))
        .hasMessage("--data needs a value");
    assertThatThrownBy(() -> Options.parse(List.of("--data", "--tour"), DATA))
        .hasMessage("--data needs a value");
    assertThatThrownBy(() -> Options.parse(List.of("--kubeconfig", "/nowhere"), DATA))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aFolderIsTakenByOnePlaygroundAndNeverFromSomethingElse() throws Exception {
    var taken = DataFolder.take(folder.resolve("data"));
    Files.writeString(taken.path("state"), "x");
    taken.clear();
    assertThat(taken.path("state")).doesNotExist();
    taken.close();
    DataFolder.take(folder.resolve("data")).close();

    Files.writeString(Files.createDirectory(folder.resolve("photos")).resolve("one"), "x");
    assertThatThrownBy(() -> DataFolder.take(folder.resolve("photos")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("something else");
  }

  @Test
  void theSimulatorSaysWhereItListens() {
    assertThat(
            SimulatorAddress.parse(
                "KUBEZAP_SIMULATOR ws=ws://127.0.0.1:1/ws/chat control=http://127.0.0.1:2"
                    + " noise-root=ab"))
        .contains(
            new SimulatorAddress(
                URI.create("ws://127.0.0.1:1/ws/chat"), URI.create("http://127.0.0.1:2"), "ab"));
    assertThat(SimulatorAddress.parse("KUBEZAP_SIMULATOR ws=x")).isEmpty();
    assertThat(SimulatorAddress.parse("something else")).isEmpty();
  }
}
