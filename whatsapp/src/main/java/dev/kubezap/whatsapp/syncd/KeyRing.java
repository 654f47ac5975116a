package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;

/** The keys that are at hand, by their ids. Used within one decision; not thread-safe. */
public final class KeyRing {
  private final Map<ByteString, ByteString> data;
  private final Map<ByteString, SyncKeys> derived = new HashMap<>();

  /**
   * @param data what each key is derived from, 32 bytes, by the key's id
   */
  public KeyRing(Map<ByteString, ByteString> data) {
    this.data = Map.copyOf(data);
  }

  SyncKeys get(ByteString id) throws SyncdException {
    ByteString found = data.get(id);
    if (found == null) {
      throw new SyncdException.MissingKey(id);
    }
    return derived.computeIfAbsent(id, _ -> new SyncKeys(found));
  }

  /** Hides them. */
  @Override
  public String toString() {
    return "KeyRing[" + data.size() + "]";
  }
}
