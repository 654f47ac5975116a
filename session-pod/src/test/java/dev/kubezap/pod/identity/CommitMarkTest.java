package dev.kubezap.pod.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitMarkTest {
  @TempDir private Path folder;

  @Test
  void anotherProcessReadsTheLastCommit() {
    CommitMark mark = new CommitMark(folder);
    assertThat(mark.read()).isEmpty();

    mark.stored(3, 41);
    mark.stored(3, 42);

    assertThat(new CommitMark(folder).read()).contains(new CommitMark.Mark(3, 42));
  }

  @Test
  void damagedOrShortMarkSaysNothing() throws Exception {
    new CommitMark(folder).stored(3, 42);
    Path file = folder.resolve(CommitMark.NAME);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(new CommitMark(folder).read()).as("%d bytes", length).isEmpty();
    }
    bytes[15] ^= 1;
    Files.write(file, bytes);
    assertThat(new CommitMark(folder).read()).isEmpty();
  }

  @Test
  void volumeThatTakesNothingDoesNotStopTheSession() throws Exception {
    Path gone = folder.resolve("gone");
    CommitMark mark = new CommitMark(gone);
    mark.stored(3, 42);
    assertThat(mark.read()).isEmpty();

    Files.createDirectories(gone);
    mark.stored(3, 43);
    assertThat(mark.read()).contains(new CommitMark.Mark(3, 43));
  }
}
