package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedFilesTest {
  @TempDir private Path folder;
  private UnfinishedFiles files;
  private Path data;
  private Path whole;
  private Path half;

  @BeforeEach
  void begin() throws Exception {
    data = folder.resolve("data");
    whole = Files.createDirectories(folder.resolve("programs/PG-1/bin"));
    Files.createFile(folder.resolve("programs/PG-1/.exists"));
    half = Files.createDirectories(folder.resolve("programs/PG-2/lib"));
    Files.createSymbolicLink(half.resolve("libecpg.so"), whole);
    files = new UnfinishedFiles(folder.resolve("programs"), data);
  }

  @Test
  void removesProgramsThatAreHalfUnpackedAndNoOthers() throws Exception {
    files.clear();
    assertThat(half.getParent()).doesNotExist();
    assertThat(whole).exists();
  }

  @Test
  void removesDataThatNoServerRanOn() throws Exception {
    files.clear();
    Files.createFile(data.resolve("PG_VERSION"));

    new UnfinishedFiles(folder.resolve("programs"), data).clear();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void keepsDataThatAServerRanOnAndThoseOfEarlierVersions() throws Exception {
    files.clear();
    Files.createFile(data.resolve("PG_VERSION"));
    files.made();
    files.clear();
    assertThat(data.resolve("PG_VERSION")).exists();

    Files.createDirectories(folder.resolve("older/data"));
    Files.createFile(folder.resolve("older/data/PG_VERSION"));
    new UnfinishedFiles(folder.resolve("older/programs"), folder.resolve("older/data")).clear();
    assertThat(folder.resolve("older/data/PG_VERSION")).exists();
  }

  @Test
  void endsWhoeverStillMakesTheData() throws Exception {
    files.clear();
    // Stands for the program that makes them: what counts is the folder that it was given.
    Process maker =
        new ProcessBuilder("sh", "-c", "read line", "initdb", "-D", data.toString()).start();
    try {
      files.clear();
      assertThat(maker.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      maker.destroyForcibly();
    }
  }
}
