package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.proto.SyncdMutation;
import dev.kubezap.whatsapp.proto.SyncdPatch;
import dev.kubezap.whatsapp.proto.SyncdRecord;
import dev.kubezap.whatsapp.proto.SyncdSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads snapshots and patches. Nothing of them counts unless all of their codes are right. */
public final class Reader {

  private Reader() {}

  /** Reads a whole collection. */
  public static Read snapshot(Collection collection, SyncdSnapshot snapshot, KeyRing ring)
      throws SyncdException {
    SyncKeys keys = ring.get(snapshot.getKeyId().getId());
    LtHash sum = new LtHash(ByteString.EMPTY);
    Map<ByteString, ByteString> known = new HashMap<>();
    List<Mutation> read = new ArrayList<>();
    for (SyncdRecord record : snapshot.getRecordsList()) {
      Mutation mutation = MutationCipher.open(true, record, ring);
      mix(sum, known, mutation);
      read.add(mutation);
    }
    Version version = new Version(snapshot.getVersion().getVersion(), sum.value());
    if (!Hmac.matches(version.snapshotMac(collection, keys), snapshot.getMac().toByteArray())) {
      throw new SyncdException.Wrong("the snapshot has a wrong code");
    }
    return new Read(version, read);
  }

  /**
   * Reads the patch that follows a version.
   *
   * @param known the value codes of the entries that it changes, by their index codes
   */
  public static Read patch(
      Collection collection,
      Version before,
      SyncdPatch patch,
      Map<ByteString, ByteString> known,
      KeyRing ring)
      throws SyncdException {
    SyncKeys keys = ring.get(patch.getKeyId().getId());
    List<ByteString> valueMacs = new ArrayList<>();
    for (SyncdMutation mutation : patch.getMutationsList()) {
      valueMacs.add(MutationCipher.valueMac(mutation.getRecord()));
    }
    Version claimed = new Version(before.number() + 1, ByteString.EMPTY);
    byte[] snapshotMac = patch.getSnapshotMac().toByteArray();
    if (!Hmac.matches(
        claimed.patchMac(snapshotMac, valueMacs, collection, keys),
        patch.getPatchMac().toByteArray())) {
      throw new SyncdException.Wrong("a patch has a wrong code");
    }
    LtHash sum = new LtHash(before.hash());
    Map<ByteString, ByteString> entries = new HashMap<>(known);
    List<Mutation> read = new ArrayList<>();
    for (SyncdMutation sealed : patch.getMutationsList()) {
      boolean set = sealed.getOperation() != MutationCipher.REMOVE;
      Mutation mutation = MutationCipher.open(set, sealed.getRecord(), ring);
      mix(sum, entries, mutation);
      read.add(mutation);
    }
    Version version = new Version(claimed.number(), sum.value());
    if (!Hmac.matches(version.snapshotMac(collection, keys), snapshotMac)) {
      throw new SyncdException.Wrong("the collection is not what a patch makes of it");
    }
    return new Read(version, read);
  }

  /** The index codes of what a patch changes. */
  public static List<ByteString> indexMacs(SyncdPatch patch) {
    return patch.getMutationsList().stream()
        .map(mutation -> mutation.getRecord().getIndex().getBlob())
        .distinct()
        .toList();
  }

  static void mix(LtHash sum, Map<ByteString, ByteString> entries, Mutation mutation) {
    ByteString former = entries.remove(mutation.indexMac());
    if (former != null) {
      sum.subtract(former);
    }
    if (mutation.set()) {
      sum.add(mutation.valueMac());
      entries.put(mutation.indexMac(), mutation.valueMac());
    }
  }
}
