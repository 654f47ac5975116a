package dev.kubezap.gateway.config;

import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.KeyDigest;
import java.util.List;
import java.util.Map;

/**
 * What the configuration folder says.
 *
 * @param keys callers by the digest of their key
 * @param accounts what service accounts may do, by subject, such as {@code
 *     system:serviceaccount:shop:orders}
 */
public record FleetKeys(Map<KeyDigest, Caller> keys, Map<String, List<Grant>> accounts) {

  /** Nobody. */
  public static final FleetKeys NONE = new FleetKeys(Map.of(), Map.of());

  /** Copies what it is given. */
  public FleetKeys {
    keys = Map.copyOf(keys);
    accounts = Map.copyOf(accounts);
  }
}
