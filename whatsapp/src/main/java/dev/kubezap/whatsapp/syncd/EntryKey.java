package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredEntry;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An entry of a collection: what the collection's sum is made of.
 *
 * @param indexMac names the entry
 */
public record EntryKey(dev.kubezap.whatsapp.syncd.Collection collection, ByteString indexMac)
    implements RecordKey<EntryKey.Entry> {

  /**
   * An entry.
   *
   * @param index says what it is about
   */
  public record Entry(ByteString valueMac, ByteString index) {
    /** Hides what it is about. */
    @Override
    public String toString() {
      return "Entry";
    }
  }

  /** The kind of the entries of a collection. */
  public static String kindOf(dev.kubezap.whatsapp.syncd.Collection collection) {
    return switch (collection) {
      case CRITICAL_BLOCK -> RecordKind.APP_STATE_CRITICAL_BLOCK.text();
      case CRITICAL_UNBLOCK_LOW -> RecordKind.APP_STATE_CRITICAL_UNBLOCK_LOW.text();
      case REGULAR_HIGH -> RecordKind.APP_STATE_REGULAR_HIGH.text();
      case REGULAR -> RecordKind.APP_STATE_REGULAR.text();
      case REGULAR_LOW -> RecordKind.APP_STATE_REGULAR_LOW.text();
    };
  }

  /** The entry with that name. */
  public static EntryKey named(dev.kubezap.whatsapp.syncd.Collection collection, String name) {
    return new EntryKey(collection, ByteString.copyFrom(HexFormat.of().parseHex(name)));
  }

  /** The value codes of entries that are stored, by their index codes. */
  public static Map<ByteString, ByteString> valueMacs(
      dev.kubezap.whatsapp.syncd.Collection collection,
      Collection<ByteString> indexMacs,
      StateReader state) {
    List<EntryKey> keys =
        indexMacs.stream().distinct().map(mac -> new EntryKey(collection, mac)).toList();
    Map<ByteString, ByteString> found = new HashMap<>();
    if (!keys.isEmpty()) {
      state
          .read(keys)
          .forEach(
              (key, entry) -> found.put(((EntryKey) key).indexMac(), ((Entry) entry).valueMac()));
    }
    return found;
  }

  @Override
  public String kind() {
    return kindOf(collection);
  }

  @Override
  public String name() {
    return HexFormat.of().formatHex(indexMac.toByteArray());
  }

  @Override
  public ByteString encode(Entry entry) {
    return StoredEntry.newBuilder()
        .setValueMac(entry.valueMac())
        .setIndex(entry.index())
        .build()
        .toByteString();
  }

  @Override
  public Entry decode(ByteString encoded) {
    try {
      StoredEntry stored = StoredEntry.parseFrom(encoded);
      return new Entry(stored.getValueMac(), stored.getIndex());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("an entry of app state is damaged", e);
    }
  }

  /** Says where the entry is. */
  @Override
  public String toString() {
    return "EntryKey[" + collection + " " + name() + "]";
  }
}
