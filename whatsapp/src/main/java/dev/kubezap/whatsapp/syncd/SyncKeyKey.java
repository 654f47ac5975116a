package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.AppStateSyncKey;
import dev.kubezap.whatsapp.proto.AppStateSyncKeyShare;
import dev.kubezap.whatsapp.proto.StoredSyncKey;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key of app state that our phone shared.
 *
 * @param id as the phone named it: a device and a counter, 6 bytes
 */
public record SyncKeyKey(ByteString id) implements RecordKey<SyncKeyKey.Key> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.APP_STATE_KEY.text();

  private static final int SIZE = 32;
  private static final int LONGEST_ID = 64;
  private static final int MOST = 1_000;

  /**
   * A key.
   *
   * @param data what the others are derived from, 32 bytes
   * @param madeAt the phone's time
   */
  public record Key(ByteString data, Instant madeAt) {
    /** Hides it. */
    @Override
    public String toString() {
      return "Key[" + madeAt + "]";
    }
  }

  /**
   * All keys that are stored.
   *
   * @param newest the id of the one that this device writes under
   */
  public record Known(Map<ByteString, ByteString> data, Optional<ByteString> newest) {
    public Known {
      data = Map.copyOf(data);
    }

    /** For reading and writing. */
    public KeyRing ring() {
      return new KeyRing(data);
    }

    /** Hides them. */
    @Override
    public String toString() {
      return "Known[" + data.size() + "]";
    }
  }

  /** Reads all of them; a phone makes a new one after months, or when a device leaves. */
  public static Known all(StateReader state) {
    List<SyncKeyKey> keys =
        state.recordNames(KIND, "", MOST).stream()
            .map(name -> new SyncKeyKey(ByteString.copyFrom(HexFormat.of().parseHex(name))))
            .toList();
    Map<ByteString, ByteString> data = new HashMap<>();
    Map<ByteString, Instant> made = new HashMap<>();
    state
        .read(keys)
        .forEach(
            (key, value) -> {
              data.put(((SyncKeyKey) key).id(), ((Key) value).data());
              made.put(((SyncKeyKey) key).id(), ((Key) value).madeAt());
            });
    return new Known(
        data,
        made.entrySet().stream()
            .max(
                Map.Entry.<ByteString, Instant>comparingByValue()
                    .thenComparing(
                        Map.Entry.comparingByKey(ByteString.unsignedLexicographicalComparator())))
            .map(Map.Entry::getKey));
  }

  /** What stores the keys that a phone shares; those that are none are left out. */
  public static List<Change> stored(AppStateSyncKeyShare share) {
    List<Change> changes = new ArrayList<>();
    for (AppStateSyncKey one : share.getKeysList()) {
      ByteString id = one.getKeyId().getKeyId();
      ByteString data = one.getKeyData().getKeyData();
      if (!id.isEmpty() && id.size() <= LONGEST_ID && data.size() == SIZE) {
        changes.add(
            new Change.Put<>(
                new SyncKeyKey(id),
                new Key(data, Instant.ofEpochSecond(seconds(one.getKeyData().getTimestamp())))));
      }
    }
    return changes;
  }

  /** Phones tell seconds, some milliseconds. */
  private static long seconds(long told) {
    long seconds = told > 100_000_000_000L ? told / 1_000 : told;
    return Math.clamp(seconds, 0, 100_000_000_000L);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public ByteString encode(Key key) {
    return StoredSyncKey.newBuilder()
        .setData(key.data())
        .setTimestampMs(key.madeAt().toEpochMilli())
        .build()
        .toByteString();
  }

  @Override
  public Key decode(ByteString encoded) {
    try {
      StoredSyncKey stored = StoredSyncKey.parseFrom(encoded);
      return new Key(stored.getData(), Instant.ofEpochMilli(stored.getTimestampMs()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("a key of app state is damaged", e);
    }
  }

  /** Says which key it is. */
  @Override
  public String toString() {
    return "SyncKeyKey[" + name() + "]";
  }
}
