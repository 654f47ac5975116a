package dev.kubezap.operator.desired;

/**
 * The two keys of a session, base64 as a Secret holds them.
 *
 * @param apiKey opens the API
 * @param dataKey encrypts secrets at rest
 */
public record SessionKeys(String apiKey, String dataKey) {

  /** Hides both. */
  @Override
  public String toString() {
    return "SessionKeys[hidden]";
  }
}
