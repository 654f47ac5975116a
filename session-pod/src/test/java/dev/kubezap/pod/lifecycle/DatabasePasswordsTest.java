package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePasswordsTest {
  @TempDir private Path folder;

  @Test
  void theFilesAreReadEachTimeTheNewOneFirst() throws Exception {
    Path file = Files.writeString(folder.resolve("database-password"), "one\n");
    DatabasePasswords passwords = passwords(Optional.of(file));
    assertThat(passwords.get()).containsExactly("one");

    Files.writeString(folder.resolve("database-password-old"), "one");
    Files.writeString(file, "two");
    assertThat(passwords.get()).containsExactly("two", "one");

    Files.delete(folder.resolve("database-password-old"));
    assertThat(passwords.get()).containsExactly("two");
  }

  @Test
  void whileThereIsNoFileThePasswordOfTheStartCounts() throws Exception {
    Path file = folder.resolve("database-password");
    assertThat(passwords(Optional.of(file)).get()).containsExactly("at the start");
    Files.writeString(file, " ");
    assertThat(passwords(Optional.of(file)).get()).containsExactly("at the start");
    assertThat(passwords(Optional.empty()).get()).containsExactly("at the start");
  }

  private static DatabasePasswords passwords(Optional<Path> file) {
    return new DatabasePasswords(
        new DatabaseLogin(
            "jdbc:postgresql://host/db",
            Optional.of("role"),
            Optional.of(new Secret("at the start")),
            file));
  }
}
