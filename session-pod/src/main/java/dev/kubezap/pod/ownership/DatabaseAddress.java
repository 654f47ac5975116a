package dev.kubezap.pod.ownership;

/**
 * Where the database is and who we are there.
 *
 * @param url JDBC URL; its own properties win over ours (for PgBouncer in transaction mode: {@code
 *     ?prepareThreshold=0})
 * @param user login role
 * @param password empty for none
 */
public record DatabaseAddress(String url, String user, String password) {
  @Override
  public String toString() {
    return "DatabaseAddress[url=" + url.replaceFirst("\\?.*", "?...") + ", user=" + user + "]";
  }
}
