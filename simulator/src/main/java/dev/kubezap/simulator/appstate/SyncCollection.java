package dev.kubezap.simulator.appstate;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.proto.SyncMutation;
import dev.kubezap.simulator.proto.SyncPatch;
import dev.kubezap.simulator.proto.SyncRecord;
import dev.kubezap.simulator.proto.SyncSnapshot;
import dev.kubezap.simulator.proto.SyncValue;
import dev.kubezap.simulator.proto.SyncVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One collection: what the server keeps of it, and what the phone reads in it. */
final class SyncCollection {
  final String name;
  final List<SyncPatch> patches = new ArrayList<>();
  final Map<Bytes, SyncRecord> records = new LinkedHashMap<>();
  final Map<String, SyncValue> values = new LinkedHashMap<>();

  SyncCollection(String name) {
    this.name = name;
  }

  long version() {
    return patches.size();
  }

  /** The sum over all entries as they are when mutations were added. */
  Bytes sumWith(List<SyncMutation> mutations) {
    Map<Bytes, SyncRecord> next = new LinkedHashMap<>(records);
    mutations.forEach(mutation -> mix(next, mutation));
    return SyncCrypto.sum(next.values().stream().map(SyncCrypto::valueMac).toList());
  }

  private static void mix(Map<Bytes, SyncRecord> records, SyncMutation mutation) {
    Bytes index = SyncCrypto.index(mutation.getRecord());
    if (mutation.getOperation() == 0) {
      records.put(index, mutation.getRecord());
    } else {
      records.remove(index);
    }
  }

  /** The patch that adds mutations. */
  SyncPatch patch(SyncSecret secret, List<SyncMutation> mutations) {
    long version = version() + 1;
    Bytes snapshotMac = SyncCrypto.snapshotMac(secret, sumWith(mutations), version, name);
    return SyncPatch.newBuilder()
        .setVersion(SyncVersion.newBuilder().setNumber(version))
        .addAllMutations(mutations)
        .setSnapshotMac(snapshotMac.toProto())
        .setPatchMac(
            SyncCrypto.patchMac(secret, snapshotMac, valueMacs(mutations), version, name).toProto())
        .setKeyId(SyncCrypto.wrapped(secret.id()))
        .build();
  }

  static List<Bytes> valueMacs(List<SyncMutation> mutations) {
    return mutations.stream().map(one -> SyncCrypto.valueMac(one.getRecord())).toList();
  }

  /**
   * Takes a patch.
   *
   * @param kept what of it is handed out: perhaps its mutations are in a file
   */
  void add(List<SyncMutation> mutations, SyncPatch kept, Function<Bytes, SyncSecret> secrets) {
    for (SyncMutation mutation : mutations) {
      boolean remove = mutation.getOperation() != 0;
      var data =
          SyncCrypto.open(
              secrets.apply(Bytes.of(mutation.getRecord().getKeyId().getBytes())),
              remove,
              mutation.getRecord());
      mix(records, mutation);
      if (remove) {
        values.remove(data.getIndex().toStringUtf8());
      } else {
        values.put(data.getIndex().toStringUtf8(), data.getValue());
      }
    }
    patches.add(kept);
  }

  SyncSnapshot snapshot(SyncSecret secret) {
    return SyncSnapshot.newBuilder()
        .setVersion(SyncVersion.newBuilder().setNumber(version()))
        .addAllRecords(records.values())
        .setMac(SyncCrypto.snapshotMac(secret, sumWith(List.of()), version(), name).toProto())
        .setKeyId(SyncCrypto.wrapped(secret.id()))
        .build();
  }
}
