package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredAction;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.HexFormat;

/**
 * What was read of app state, until it is done to chats, contacts and messages ({@link #due}), or,
 * when this version does not know what it says, until a later one does ({@link #kept}).
 */
public record ActionKey(String kind, String name) implements RecordKey<ActionKey.Action> {
  /** The kind of what is to be done, by names in the order in which it came. */
  public static final String DUE = RecordKind.APP_STATE_ACTION.text();

  /** The kind of what is not known, by collection and index. */
  public static final String KEPT = RecordKind.APP_STATE_KEPT.text();

  /**
   * An entry that was set or removed.
   *
   * @param index an array in JSON
   * @param value a {@code SyncActionValue}, encoded; of what was removed perhaps none
   */
  public record Action(
      String collection, boolean set, ByteString index, ByteString value, ByteString indexMac) {
    /** Hides what it says. */
    @Override
    public String toString() {
      return "Action[" + collection + "]";
    }
  }

  /** To be done. */
  public static ActionKey due(String name) {
    return new ActionKey(DUE, name);
  }

  /** What of an entry is not known. */
  public static ActionKey kept(Action action) {
    return new ActionKey(
        KEPT,
        action.collection() + "/" + HexFormat.of().formatHex(action.indexMac().toByteArray()));
  }

  /**
   * Stores that something is to be done.
   *
   * @param turnId ours, of the turn
   * @param number within the turn
   */
  public static Change put(String turnId, int number, Collection collection, Mutation mutation) {
    return new Change.Put<>(
        due("%s-%06d".formatted(turnId, number)),
        new Action(
            collection.wireName(),
            mutation.set(),
            mutation.index(),
            mutation.value(),
            mutation.indexMac()));
  }

  @Override
  public int size(Action action) {
    return action.index().size() + action.value().size();
  }

  @Override
  public ByteString encode(Action action) {
    return StoredAction.newBuilder()
        .setCollection(action.collection())
        .setRemoved(!action.set())
        .setIndex(action.index())
        .setValue(action.value())
        .setIndexMac(action.indexMac())
        .build()
        .toByteString();
  }

  @Override
  public Action decode(ByteString encoded) {
    try {
      StoredAction stored = StoredAction.parseFrom(encoded);
      return new Action(
          stored.getCollection(),
          !stored.getRemoved(),
          stored.getIndex(),
          stored.getValue(),
          stored.getIndexMac());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("what was read of app state is damaged", e);
    }
  }
}
