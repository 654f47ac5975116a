package dev.kubezap.operator.observed;

import dev.kubezap.operator.settings.DatabaseLogin;
import java.util.List;
import java.util.Optional;

/**
 * What the resource refers to, looked up.
 *
 * @param database the session's database
 * @param webhooks webhooks with their secrets
 * @param proxy URL of the proxy to WhatsApp
 * @param bucket where files of messages are kept; empty when on the volume
 */
public record References(
    DatabaseLogin database,
    List<ResolvedWebhook> webhooks,
    Optional<String> proxy,
    Optional<ResolvedBucket> bucket) {

  /** Leaves out everything secret. */
  @Override
  public String toString() {
    return "References[" + database + ", " + webhooks + "]";
  }
}
