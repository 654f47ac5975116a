package dev.kubezap.pod.config;

import java.util.Optional;

/**
 * Where the database is and who logs in.
 *
 * @param url JDBC, {@code jdbc:postgresql://host:port/database}
 */
public record DatabaseLogin(String url, Optional<String> user, Optional<Secret> password) {

  /** Leaves out the parameters of the address: they may hold a password. */
  @Override
  public String toString() {
    return "DatabaseLogin[" + url.split("\\?", 2)[0] + "]";
  }
}
