package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sender key of another member's device as another client of this device has stored it.
 *
 * @param signingKey verifies what the member writes under it
 * @param chainKey 32 secret bytes
 * @param iteration the counter of the message that the key is for
 * @param skipped seeds of messages that have not come, by their counters
 */
public record ImportedSenderKey(
    int id,
    PublicKey signingKey,
    ByteString chainKey,
    int iteration,
    SortedMap<Integer, ByteString> skipped) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a key or a counter cannot be one
   */
  public ImportedSenderKey {
    ImportedState.requireSecret(chainKey, "a chain key");
    ImportedState.requireCounter(iteration);
    skipped = new TreeMap<>(skipped);
    skipped.forEach(
        (counter, seed) -> {
          ImportedState.requireCounter(counter);
          ImportedState.requireSecret(seed, "a message key");
        });
  }

  /** The keys of one device, newest last. */
  public static RemoteSenderKeys keys(List<ImportedSenderKey> imported) {
    Map<Integer, RemoteSenderKey> keys = new LinkedHashMap<>();
    for (ImportedSenderKey one : imported) {
      // Of two under one id the later counts, at its place.
      keys.remove(one.id());
      keys.put(
          one.id(),
          new RemoteSenderKey(
              one.id(),
              one.signingKey(),
              new MessageKeyChain(
                  new ChainKey(one.chainKey(), one.iteration()),
                  ImportedState.seeds(one.skipped()))));
    }
    List<RemoteSenderKey> all = List.copyOf(keys.values());
    return new RemoteSenderKeys(
        all.subList(Math.max(0, all.size() - RemoteSenderKeys.MAX_KEYS), all.size()));
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "ImportedSenderKey[" + id + ", hidden]";
  }
}
