package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredPatch;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.ArrayList;
import java.util.List;

/** A finished patch of ours for a collection, until the service has it. */
public record PatchKey(Collection collection) implements RecordKey<PatchKey.Patch> {

  /**
   * A patch. Exactly these bytes go out, however often.
   *
   * @param base the number of the version that it follows
   * @param hash the sum over the collection with it
   * @param wanted the names of the changes in it
   * @param entries what it sets and removes, in the same order
   * @param conflict whether the service had another patch of this number
   * @param failures how often it was refused
   */
  public record Patch(
      long base,
      ByteString bytes,
      ByteString hash,
      List<String> wanted,
      List<Mutation> entries,
      boolean conflict,
      int failures) {
    public Patch {
      wanted = List.copyOf(wanted);
      entries = List.copyOf(entries);
    }

    /** The service had another one. */
    public Patch conflicting() {
      return new Patch(base, bytes, hash, wanted, entries, true, failures);
    }

    /** Refused once more. */
    public Patch refused() {
      return new Patch(base, bytes, hash, wanted, entries, conflict, failures + 1);
    }

    /** Hides what it says. */
    @Override
    public String toString() {
      return "Patch[" + base + "]";
    }
  }

  @Override
  public String kind() {
    return RecordKind.APP_STATE_PATCH.text();
  }

  @Override
  public String name() {
    return collection.wireName();
  }

  @Override
  public ByteString encode(Patch patch) {
    StoredPatch.Builder stored =
        StoredPatch.newBuilder()
            .setBase(patch.base())
            .setPatch(patch.bytes())
            .setHash(patch.hash())
            .addAllWanted(patch.wanted())
            .setConflict(patch.conflict())
            .setFailures(patch.failures());
    for (Mutation entry : patch.entries()) {
      // What was removed has no code in the sum.
      stored
          .addIndexMac(entry.indexMac())
          .addValueMac(entry.set() ? entry.valueMac() : ByteString.EMPTY)
          .addIndex(entry.index());
    }
    return stored.build().toByteString();
  }

  @Override
  public Patch decode(ByteString encoded) {
    try {
      StoredPatch stored = StoredPatch.parseFrom(encoded);
      List<Mutation> entries = new ArrayList<>();
      for (int i = 0; i < stored.getIndexMacCount(); i++) {
        ByteString valueMac = stored.getValueMac(i);
        entries.add(
            new Mutation(
                !valueMac.isEmpty(),
                stored.getIndexMac(i),
                valueMac,
                stored.getIndex(i),
                ByteString.EMPTY));
      }
      return new Patch(
          stored.getBase(),
          stored.getPatch(),
          stored.getHash(),
          stored.getWantedList(),
          entries,
          stored.getConflict(),
          stored.getFailures());
    } catch (InvalidProtocolBufferException | IndexOutOfBoundsException e) {
      throw new StoredStateException("a patch of app state is damaged", e);
    }
  }
}
