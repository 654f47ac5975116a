package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.SyncActionData;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.proto.SyncdKeyId;
import dev.kubezap.whatsapp.proto.SyncdMutation;
import dev.kubezap.whatsapp.proto.SyncdPatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes patches of our own. */
public final class Writer {
  private static final int IV = 16;

  private Writer() {}

  /**
   * An entry to set or remove.
   *
   * @param index an array in JSON
   * @param value a {@code SyncActionValue}, encoded
   * @param version of the entry's form
   */
  public record Entry(boolean set, ByteString index, ByteString value, int version) {
    /** Hides what it says. */
    @Override
    public String toString() {
      return "Entry";
    }
  }

  /**
   * A finished patch.
   *
   * @param patch encoded
   * @param read what it comes to
   */
  public record Patch(ByteString patch, Read read) {
    /** Hides what it says. */
    @Override
    public String toString() {
      return "Patch[" + read.version() + "]";
    }
  }

  /** The code that names an entry under a key. */
  public static ByteString indexMac(ByteString index, ByteString keyId, KeyRing ring)
      throws SyncdException {
    return ByteString.copyFrom(Hmac.sha256(ring.get(keyId).index(), index.toByteArray()));
  }

  /**
   * Makes the patch that follows a version.
   *
   * @param known the value codes of the entries that it changes, by their index codes
   */
  public static Patch patch(
      Collection collection,
      Version before,
      List<Entry> entries,
      Map<ByteString, ByteString> known,
      ByteString keyId,
      KeyRing ring,
      RandomBytes random)
      throws SyncdException {
    SyncKeys keys = ring.get(keyId);
    SyncdKeyId key = SyncdKeyId.newBuilder().setId(keyId).build();
    LtHash sum = new LtHash(before.hash());
    Map<ByteString, ByteString> now = new HashMap<>(known);
    SyncdPatch.Builder patch = SyncdPatch.newBuilder().setKeyId(key);
    List<Mutation> read = new ArrayList<>();
    List<ByteString> valueMacs = new ArrayList<>();
    for (Entry entry : entries) {
      SyncActionData data =
          SyncActionData.newBuilder()
              .setIndex(entry.index())
              .setValue(value(entry.value()))
              .setPadding(ByteString.EMPTY)
              .setVersion(entry.version())
              .build();
      SyncdMutation sealed = MutationCipher.seal(entry.set(), data, keyId, keys, random.next(IV));
      ByteString valueMac = MutationCipher.valueMac(sealed.getRecord());
      Mutation mutation =
          new Mutation(
              entry.set(),
              sealed.getRecord().getIndex().getBlob(),
              valueMac,
              entry.index(),
              entry.value());
      Reader.mix(sum, now, mutation);
      patch.addMutations(sealed);
      valueMacs.add(valueMac);
      read.add(mutation);
    }
    Version next = new Version(before.number() + 1, sum.value());
    byte[] snapshotMac = next.snapshotMac(collection, keys);
    patch
        .setSnapshotMac(ByteString.copyFrom(snapshotMac))
        .setPatchMac(ByteString.copyFrom(next.patchMac(snapshotMac, valueMacs, collection, keys)));
    return new Patch(patch.build().toByteString(), new Read(next, read));
  }

  private static SyncActionValue value(ByteString encoded) throws SyncdException {
    try {
      return SyncActionValue.parseFrom(encoded);
    } catch (InvalidProtocolBufferException e) {
      throw new SyncdException.Wrong("the value is damaged");
    }
  }
}
