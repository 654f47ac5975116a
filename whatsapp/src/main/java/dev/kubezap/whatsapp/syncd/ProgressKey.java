package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredCollection;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoredStateException;

/** How far a collection was read. */
public record ProgressKey(Collection collection) implements RecordKey<Progress> {

  /** How far it was read; nothing when nothing is stored. */
  public static Progress read(Collection collection, StateReader state) {
    return state.read(new ProgressKey(collection)).orElse(Progress.NONE);
  }

  @Override
  public String kind() {
    return RecordKind.APP_STATE.text();
  }

  @Override
  public String name() {
    return collection.wireName();
  }

  @Override
  public ByteString encode(Progress progress) {
    return StoredCollection.newBuilder()
        .setVersion(progress.version().number())
        .setHash(progress.version().hash())
        .setFetched(progress.fetched())
        .setDue(progress.due())
        .setJob(progress.job())
        .setAnew(progress.anew())
        .setTold(progress.told())
        .addAllMissing(progress.missing())
        .setFailures(progress.failures())
        .build()
        .toByteString();
  }

  @Override
  public Progress decode(ByteString encoded) {
    try {
      StoredCollection stored = StoredCollection.parseFrom(encoded);
      return new Progress(
          new Version(stored.getVersion(), stored.getHash()),
          stored.getFetched(),
          stored.getDue(),
          stored.getJob(),
          stored.getAnew(),
          stored.getTold(),
          stored.getMissingList(),
          stored.getFailures());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the progress of " + name() + " is damaged", e);
    }
  }
}
