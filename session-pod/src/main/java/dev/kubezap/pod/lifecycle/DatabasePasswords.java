package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The database's passwords as they are now: the mounted file may have been renewed since the start.
 * The one before is in the file beside it for as long as the role may still have it.
 */
final class DatabasePasswords implements Supplier<List<String>> {
  private static final Logger LOG = Logger.getLogger(DatabasePasswords.class);

  private final DatabaseLogin login;

  DatabasePasswords(DatabaseLogin login) {
    this.login = login;
  }

  @Override
  public List<String> get() {
    List<String> known = login.password().map(Secret::value).stream().toList();
    if (login.passwordFile().isEmpty()) {
      return known;
    }
    Path file = login.passwordFile().get();
    List<String> present =
        Stream.of(file, file.resolveSibling(file.getFileName() + "-old"))
            .flatMap(path -> read(path).stream())
            .toList();
    return present.isEmpty() ? known : present;
  }

  private static Optional<String> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      LOG.warnf("The database's password cannot be read from %s: %s", file, e.getMessage());
      return Optional.empty();
    }
  }
}
