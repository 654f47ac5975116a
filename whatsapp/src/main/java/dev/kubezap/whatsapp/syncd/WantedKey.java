package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredWanted;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/**
 * A change of ours that the service does not have yet.
 *
 * @param name in the order in which they were wanted
 */
public record WantedKey(String name) implements RecordKey<WantedKey.Wanted> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.APP_STATE_WANTED.text();

  /** What is to be written, and where. */
  public record Wanted(Collection collection, Writer.Entry entry) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(Wanted wanted) {
    return StoredWanted.newBuilder()
        .setCollection(wanted.collection().wireName())
        .setRemoved(!wanted.entry().set())
        .setIndex(wanted.entry().index())
        .setValue(wanted.entry().value())
        .setVersion(wanted.entry().version())
        .build()
        .toByteString();
  }

  @Override
  public Wanted decode(ByteString encoded) {
    try {
      StoredWanted stored = StoredWanted.parseFrom(encoded);
      return new Wanted(
          Collection.of(stored.getCollection())
              .orElseThrow(() -> new StoredStateException("a change names no collection")),
          new Writer.Entry(
              !stored.getRemoved(), stored.getIndex(), stored.getValue(), stored.getVersion()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("a change of app state is damaged", e);
    }
  }
}
