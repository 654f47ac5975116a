package dev.kubezap.playground.product;

/**
 * A login to PostgreSQL.
 *
 * @param url JDBC address
 */
public record DatabaseAccess(String url, String user, String password) {

  /** Hides the password. */
  @Override
  public String toString() {
    return "DatabaseAccess[" + url + ", " + user + "]";
  }
}
