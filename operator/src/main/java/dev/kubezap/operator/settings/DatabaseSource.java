package dev.kubezap.operator.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The database of sessions that name none. Its password is read from its file whenever it is
 * wanted, so that one that is replaced counts at once.
 */
public final class DatabaseSource {

  private static final Logger LOG = Logger.getLogger(DatabaseSource.class);

  private final Optional<Path> passwordFile;
  private volatile DatabaseLogin known;

  /**
   * A source.
   *
   * @param login as it is at the start
   * @param passwordFile where its password comes from, when that is a file
   */
  public DatabaseSource(DatabaseLogin login, Optional<Path> passwordFile) {
    this.known = login;
    this.passwordFile = passwordFile;
  }

  /** The login with the password as it is now; the one before while its file cannot be read. */
  public DatabaseLogin login() {
    DatabaseLogin last = known;
    if (passwordFile.isEmpty()) {
      return last;
    }
    try {
      var read =
          new DatabaseLogin(last.url(), last.user(), Files.readString(passwordFile.get()).strip());
      known = read;
      return read;
    } catch (IOException e) {
      LOG.warnf(
          "The database's password cannot be read from %s, the one before counts: %s",
          passwordFile.get(), e.getMessage());
      return last;
    }
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return "DatabaseSource[" + known + "]";
  }
}
