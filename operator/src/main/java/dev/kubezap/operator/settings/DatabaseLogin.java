package dev.kubezap.operator.settings;

/**
 * A PostgreSQL database and a login to it.
 *
 * @param url JDBC URL without a password
 * @param user login
 * @param password its password, empty when none is needed
 */
public record DatabaseLogin(String url, String user, String password) {

  /** Hides the password. */
  @Override
  public String toString() {
    return "DatabaseLogin[" + user + " at " + url + "]";
  }
}
