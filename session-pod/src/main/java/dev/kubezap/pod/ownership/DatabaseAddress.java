package dev.kubezap.pod.ownership;

import java.util.List;
import java.util.function.Supplier;

/**
 * Where the database is and who we are there.
 *
 * @param url JDBC URL; its own properties win over ours (for PgBouncer in transaction mode: {@code
 *     ?prepareThreshold=0})
 * @param user login role
 * @param passwords asked for with every connection, in the order in which they are tried: while one
 *     is replaced, both the next and the present one; empty for none
 */
public record DatabaseAddress(String url, String user, Supplier<List<String>> passwords) {
  /** With a password that stays, empty for none. */
  public DatabaseAddress(String url, String user, String password) {
    this(url, user, () -> password.isEmpty() ? List.of() : List.of(password));
  }

  @Override
  public String toString() {
    return "DatabaseAddress[url=" + url.replaceFirst("\\?.*", "?...") + ", user=" + user + "]";
  }
}
