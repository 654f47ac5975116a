package dev.kubezap.playground.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {

  @TempDir Path folder;

  @Test
  void filesChangeAllAtOnceAndOnlyWhenTheyDiffer() throws Exception {
    var volume = new AtomicFolder(folder.resolve("v"));
    assertThat(volume.write(Map.of("a", bytes("1"), "sub/b", bytes("2")))).isTrue();
    assertThat(folder.resolve("v/a")).hasContent("1").isSymbolicLink();
    assertThat(folder.resolve("v/sub/b")).hasContent("2");
    var before = folder.resolve("v/..data").toRealPath();
    assertThat(volume.write(Map.of("a", bytes("1"), "sub/b", bytes("2")))).isFalse();
    assertThat(folder.resolve("v/..data").toRealPath()).isEqualTo(before);

    assertThat(volume.write(Map.of("a", bytes("3")))).isTrue();
    assertThat(folder.resolve("v/a")).hasContent("3");
    assertThat(folder.resolve("v/sub")).doesNotExist();
    assertThat(before).doesNotExist();
    try (var entries = Files.list(folder.resolve("v"))) {
      assertThat(entries).hasSize(3);
    }
  }

  @Test
  void noPathLeadsOutOfTheVolume() {
    var volume = new AtomicFolder(folder.resolve("v"));
    assertThatThrownBy(() -> volume.write(Map.of("../../out", bytes("x"))))
        .isInstanceOf(IOException.class);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void deletingDoesNotFollowLinks() throws Exception {
    var kept = Files.writeString(Files.createDirectory(folder.resolve("claim")).resolve("f"), "x");
    var root = Files.createDirectory(folder.resolve("root"));
    Files.createSymbolicLink(root.resolve("data"), kept.getParent());
    AtomicFolder.delete(root);
    assertThat(root).doesNotExist();
    assertThat(kept).exists();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
