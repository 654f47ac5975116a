package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileTroublesTest {

  static Arguments[] troubles() {
    return new Arguments[] {
      Arguments.of(new NoSuchFileException("/x"), "there is no such file or folder"),
      Arguments.of(new AccessDeniedException("/x"), "permission is denied"),
      Arguments.of(new FileAlreadyExistsException("/x"), "it is no folder"),
      Arguments.of(new NotDirectoryException("/x"), "it is no folder"),
      Arguments.of(
          new FileSystemException("/x", null, "Read-only file system"), "Read-only file system"),
      Arguments.of(new FileSystemException("/x"), "/x"),
      Arguments.of(new IOException("Is a directory"), "Is a directory"),
      Arguments.of(new EOFException(), "EOFException")
    };
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void whyAFileCannotBeUsedIsSaidInWords(IOException trouble, String reason) {
    assertThat(FileTroubles.reason(trouble)).isEqualTo(reason);
  }
}
