package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

  @Test
  void aFileThatCannotBeUsedIsSaidToBe() {
    assertThat(Playground.reason(new NoSuchFileException("/proc/x")))
        .isEqualTo("/proc/x does not exist and cannot be made");
    assertThat(Playground.reason(new AccessDeniedException("/sys/x")))
        .isEqualTo("/sys/x is not for this user to write to: name another");
    assertThat(Playground.reason(new FileSystemException("/x")))
        .isEqualTo("/x cannot be used (FileSystemException)");
    assertThat(Playground.reason(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("/x: No space left on device");
  }

  @Test
  void anyOtherFailureSpeaksForItself() {
    assertThat(Playground.reason(new IOException("it is so"))).isEqualTo("it is so");
    assertThat(Playground.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void aFolderInProcIsRefusedInASentence() {
    assertThatThrownBy(() -> DataFolder.take(Path.of("/proc/x")).close())
        .isInstanceOfSatisfying(
            IOException.class,
            refused ->
                assertThat(Playground.reason(refused))
                    .isEqualTo("/proc/x does not exist and cannot be made"));
  }
}
