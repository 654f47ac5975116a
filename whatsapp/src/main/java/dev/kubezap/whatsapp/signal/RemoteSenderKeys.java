package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sender keys of another member's device in one group: the newest and earlier ones, for late
 * messages. Immutable.
 *
 * @param keys newest last, at most {@link #MAX_KEYS}
 */
public record RemoteSenderKeys(List<RemoteSenderKey> keys) {
  /** How many keys of a device are kept, as in Signal; the oldest go first. */
  static final int MAX_KEYS = 5;

  private static final int KEY_BYTES = 300;
  private static final int SEED_BYTES = 80;

  /** No key yet, the beginning for every device. */
  public static final RemoteSenderKeys NONE = new RemoteSenderKeys(List.of());

  /** Copies the list. */
  public RemoteSenderKeys {
    keys = List.copyOf(keys);
  }

  /**
   * These keys and the one that was handed to us. A key that is known stays where it is, so that
   * handing it out again does not make read messages readable once more.
   */
  public RemoteSenderKeys with(SenderKeyDistribution distribution) {
    RemoteSenderKey newest =
        keys.stream()
            .filter(key -> key.covers(distribution))
            .findFirst()
            .orElseGet(() -> RemoteSenderKey.of(distribution));
    List<RemoteSenderKey> changed = new ArrayList<>(keys);
    changed.removeIf(key -> key.id() == distribution.id());
    changed.add(newest);
    return new RemoteSenderKeys(
        changed.subList(Math.max(0, changed.size() - MAX_KEYS), changed.size()));
  }

  /** These keys and, behind them, those that were filed elsewhere; of one id these count. */
  public RemoteSenderKeys withEarlier(RemoteSenderKeys earlier) {
    List<RemoteSenderKey> all = new ArrayList<>(earlier.keys);
    all.removeIf(key -> key(key.id()).isPresent());
    all.addAll(keys);
    return new RemoteSenderKeys(all.subList(Math.max(0, all.size() - MAX_KEYS), all.size()));
  }

  /** About how many bytes they take in memory. */
  public int size() {
    return keys.stream()
        .mapToInt(key -> KEY_BYTES + SEED_BYTES * key.chain().skipped().size())
        .sum();
  }

  Optional<RemoteSenderKey> key(int id) {
    return keys.stream().filter(key -> key.id() == id).findFirst();
  }

  RemoteSenderKeys advanced(RemoteSenderKey moved) {
    List<RemoteSenderKey> changed = new ArrayList<>(keys);
    changed.replaceAll(key -> key.id() == moved.id() ? moved : key);
    return new RemoteSenderKeys(changed);
  }

  /** The bytes to store; they are secret. */
  public ByteString encode() {
    return SenderKeyCodec.encode(this);
  }

  /**
   * Reads keys from their stored bytes.
   *
   * @throws SessionFormatException if they are damaged or of a later version
   */
  public static RemoteSenderKeys decode(ByteString stored) throws SessionFormatException {
    return SenderKeyCodec.decodeRemote(stored);
  }
}
