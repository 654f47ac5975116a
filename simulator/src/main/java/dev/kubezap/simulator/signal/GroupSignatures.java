package dev.kubezap.simulator.signal;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.XEdDsa;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks the signatures of group messages for all phones of a simulator. Each phone of a group gets
 * the same bytes under the same signature: what one has checked the others need not, which is most
 * of their work otherwise. Safe for use by several threads.
 */
public final class GroupSignatures {
  private static final int KEPT = 1_000;

  private final Map<Signed, Boolean> checked = new ConcurrentHashMap<>();

  private record Signed(Bytes key, Bytes content, Bytes signature) {}

  /** Whether a signature is one of the content by the key. */
  boolean verify(Bytes key, Bytes content, Bytes signature) {
    if (checked.size() > KEPT) {
      // Phones that are late check once more.
      checked.clear();
    }
    return checked.computeIfAbsent(
        new Signed(key, content, signature),
        one -> XEdDsa.verify(one.key, one.content, one.signature));
  }
}
