package dev.kubezap.pod.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kubezap.pod.http.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of files, and for how long. */
class MediaFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path volume;

  private MediaFolder folder(long bytes) {
    return new MediaFolder(volume, new Retention(bytes, Duration.ofDays(7)));
  }

  private void keep(MediaFolder folder, String name, int size, Instant at) throws Exception {
    try (SpooledFile file = SpooledFile.of(folder, target -> target.write(new byte[size]))) {
      folder.keep(file.file(), name, at);
    }
  }

  private List<String> names(String place) throws IOException {
    try (Stream<Path> all = Files.list(volume.resolve("media").resolve(place))) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void theOldestGoWhenItIsTooMuch() throws Exception {
    MediaFolder folder = folder(100);
    keep(folder, "a", 40, NOW);
    keep(folder, "b", 40, NOW.plusSeconds(1));
    assertThat(folder.find("a", NOW.plusSeconds(2))).isPresent();
    keep(folder, "c", 40, NOW.plusSeconds(3));

    assertThat(names("kept")).containsExactly("a", "c");
    keep(folder, "large", 200, NOW.plusSeconds(4));
    assertThat(names("kept")).containsExactly("large");
  }

  @Test
  void whatNobodyAsksForGoes() throws Exception {
    MediaFolder folder = folder(100);
    keep(folder, "a", 10, NOW);
    keep(folder, "b", 10, NOW.plus(Duration.ofDays(1)));
    folder.sweep(NOW.plus(Duration.ofDays(7)).plusSeconds(1));

    assertThat(names("kept")).containsExactly("b");
    assertThat(folder.find("a", NOW)).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftInWorkGoes() throws Exception {
    MediaFolder folder = folder(100);
    keep(folder, "a", 10, NOW);
    SpooledFile left = SpooledFile.of(folder, target -> target.write(new byte[3]));
    assertThat(left.size()).isEqualTo(3);
    assertThat(left.digest())
        .isEqualTo("709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c");

    folder(100).clean(NOW);
    assertThat(names("work")).isEmpty();
    assertThat(names("kept")).containsExactly("a");
  }

  @Test
  void ofASourceThatFailsNothingIsLeft() throws Exception {
    MediaFolder folder = folder(100);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                SpooledFile.of(
                    folder,
                    target -> {
                      target.write(new byte[5]);
                      throw new IOException("gone");
                    }));
    assertThat(names("work")).isEmpty();
  }

  @Test
  void aFullVolumeIsToldAsOne() {
    assertThat(VolumeTrouble.of(new IOException("No space left on device")).problem().status())
        .isEqualTo(507);
    assertThat(VolumeTrouble.of(new IOException("Disk quota exceeded")).problem().code())
        .isEqualTo("volume-full");
    assertThat(VolumeTrouble.of(new IOException("Input/output error")).problem().status())
        .isEqualTo(503);
  }

  @Test
  void aVolumeThatIsNoFolderIsTold() throws Exception {
    Files.writeString(volume.resolve("media"), "in the way");

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> SpooledFile.of(folder(1), target -> target.write(1)))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503));
  }
}
