package dev.kubezap.pod.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the database is and who logs in.
 *
 * @param url JDBC, {@code jdbc:postgresql://host:port/database}
 * @param password as it was at the start
 * @param passwordFile where it is read anew for every connection; the file beside it whose name has
 *     {@code -old} at its end may hold the one before
 */
public record DatabaseLogin(
    String url, Optional<String> user, Optional<Secret> password, Optional<Path> passwordFile) {

  /** Leaves out the parameters of the address: they may hold a password. */
  @Override
  public String toString() {
    return "DatabaseLogin[" + url.split("\\?", 2)[0] + "]";
  }
}
