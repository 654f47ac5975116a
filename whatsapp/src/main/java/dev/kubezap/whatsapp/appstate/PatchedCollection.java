package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.SyncdPatch;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.ActionKey;
import dev.kubezap.whatsapp.syncd.ApplyNext;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.EntryKey;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.KeyRing;
import dev.kubezap.whatsapp.syncd.Mutation;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import dev.kubezap.whatsapp.syncd.Read;
import dev.kubezap.whatsapp.syncd.Reader;
import dev.kubezap.whatsapp.syncd.SyncKeyKey;
import dev.kubezap.whatsapp.syncd.SyncdException;
import dev.kubezap.whatsapp.syncd.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A collection with patches: as many of them as follow one another and could be read.
 *
 * @param version what they lead to
 * @param mutations what they set and remove, in order
 * @param external the patch behind them whose mutations are in a file, encoded
 * @param problem why the one behind them could not be read
 */
record PatchedCollection(
    Collection collection,
    Version version,
    List<Mutation> mutations,
    Optional<SyncdPatch> external,
    Optional<SyncdException> problem) {
  private static final int JOB_NAME = 8;

  /** So many are stored in one turn; what they leave is asked for again. */
  private static final int MOST_MUTATIONS = 1_000;

  PatchedCollection {
    mutations = List.copyOf(mutations);
  }

  /** The patches of an answer; one that is damaged ends them. */
  static List<SyncdPatch> patches(Node collection) {
    List<SyncdPatch> patches = new ArrayList<>();
    Node within = collection.child("patches").orElse(collection);
    for (Node one : within.children("patch")) {
      try {
        patches.add(SyncdPatch.parseFrom(one.bytes().orElse(ByteString.EMPTY)));
      } catch (InvalidProtocolBufferException e) {
        patches.add(SyncdPatch.getDefaultInstance());
        break;
      }
    }
    return patches;
  }

  /** Reads patches with what is stored. */
  static PatchedCollection read(
      Collection collection, Progress progress, List<SyncdPatch> patches, StateReader state) {
    KeyRing ring = SyncKeyKey.all(state).ring();
    boolean all = progress.wantsAll();
    Version version = all ? Version.NONE : progress.version();
    List<Mutation> mutations = new ArrayList<>();
    Map<ByteString, ByteString> known = new HashMap<>();
    for (SyncdPatch patch : patches) {
      // The service leaves the number out of what a companion wrote.
      long number = patch.hasVersion() ? patch.getVersion().getVersion() : version.number() + 1;
      if (number <= version.number()) {
        continue;
      }
      if (patch.hasExternalMutations()) {
        return new PatchedCollection(
            collection, version, mutations, Optional.of(patch), Optional.empty());
      }
      if (mutations.size() > MOST_MUTATIONS) {
        break;
      }
      try {
        List<ByteString> unknown =
            Reader.indexMacs(patch).stream().filter(mac -> !known.containsKey(mac)).toList();
        Map<ByteString, ByteString> before =
            new HashMap<>(all ? Map.of() : EntryKey.valueMacs(collection, unknown, state));
        before.putAll(known);
        before.values().removeIf(ByteString::isEmpty);
        Read read = Reader.patch(collection, version, patch, before, ring);
        version = read.version();
        mutations.addAll(read.mutations());
        // Empty stands for what was removed before it was stored.
        read.mutations()
            .forEach(one -> known.put(one.indexMac(), one.set() ? one.valueMac() : GONE));
      } catch (SyncdException e) {
        return new PatchedCollection(
            collection, version, mutations, Optional.empty(), Optional.of(e));
      }
    }
    return new PatchedCollection(
        collection, version, mutations, Optional.empty(), Optional.empty());
  }

  private static final ByteString GONE = ByteString.EMPTY;

  /**
   * Stores what was read.
   *
   * @param more whether the service has more
   * @param overtaken whether another answer was stored since this one was asked for: when this one
   *     says nothing new, it does not say that there is nothing
   */
  Outcome decide(Progress before, boolean more, boolean overtaken, Turn turn) {
    Outcome.Builder outcome = Outcome.builder().changes(stored(collection, mutations, turn));
    boolean moved = !version.equals(before.version());
    boolean late = overtaken && !moved && (more || before.due());
    boolean goesOn =
        (more && moved) || late || external.isPresent() || problem.isPresent() || cut();
    Progress now = moved || !goesOn ? before.at(version, goesOn) : late ? before.withDue() : before;
    if (problem.isPresent()) {
      return outcome
          .add(Unreadable.decide(collection, now, problem.get(), turn))
          .add(applied())
          .build();
    }
    outcome.changes(Unreadable.readable(collection, before, turn));
    if (external.isPresent()) {
      ByteString job = ByteString.copyFrom(turn.random().next(JOB_NAME));
      return outcome
          .change(new Change.Put<>(new ProgressKey(collection), now.withJob(job)))
          .add(applied())
          .effect(
              new Effect.Enqueue(
                  new DownloadBlob.Of(
                      new BlobJob(collection, job, Optional.of(external.get().toByteString())),
                      external.get().getExternalMutations().toByteString())))
          .build();
    }
    return outcome
        .change(new Change.Put<>(new ProgressKey(collection), now))
        .add(applied())
        .effect(new Effect.Enqueue(new FetchNext()))
        .build();
  }

  private boolean cut() {
    return mutations.size() > MOST_MUTATIONS;
  }

  private Outcome applied() {
    return mutations.isEmpty()
        ? Outcome.nothing()
        : Outcome.builder().effect(new Effect.Enqueue(ApplyNext.theFirst())).build();
  }

  /** What stores entries, and what is to be done. */
  static List<Change> stored(Collection collection, List<Mutation> mutations, Turn turn) {
    List<Change> changes = new ArrayList<>();
    String id = turn.newId();
    for (int i = 0; i < mutations.size(); i++) {
      Mutation one = mutations.get(i);
      EntryKey key = new EntryKey(collection, one.indexMac());
      changes.add(
          one.set()
              ? new Change.Put<>(key, new EntryKey.Entry(one.valueMac(), one.index()))
              : new Change.Remove(key));
      changes.add(ActionKey.put(id, i, collection, one));
    }
    return changes;
  }
}
