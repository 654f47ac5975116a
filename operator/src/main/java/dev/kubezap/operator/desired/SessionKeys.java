package dev.kubezap.operator.desired;

/**
 * The keys of a session that are used now, base64 as a Secret holds them.
 *
 * @param apiKey opens the API
 * @param dataKey encrypts secrets at rest
 * @param databasePassword what the session's database role has
 */
public record SessionKeys(String apiKey, String dataKey, String databasePassword) {

  /** Hides all. */
  @Override
  public String toString() {
    return "SessionKeys[hidden]";
  }
}
