package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.SyncdMutations;
import dev.kubezap.whatsapp.proto.SyncdPatch;
import dev.kubezap.whatsapp.proto.SyncdSnapshot;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.EntryKey;
import dev.kubezap.whatsapp.syncd.Mutation;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import dev.kubezap.whatsapp.syncd.Read;
import dev.kubezap.whatsapp.syncd.Reader;
import dev.kubezap.whatsapp.syncd.SyncKeyKey;
import dev.kubezap.whatsapp.syncd.SyncdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of app state came. A snapshot takes the place of all that was stored of its collection:
 * once it was checked whole it is stored page by page, and counts when the last one is.
 */
public final class StoreBlob implements Step<StoreBlob.Came, StoreBlob.Gathered> {
  private static final int NAMES = 1_000;

  /**
   * The input.
   *
   * @param content the plain bytes; empty when they could not be got
   */
  public record Came(BlobJob job, Optional<ByteString> content) {
    /** Hides what it says. */
    @Override
    public String toString() {
      return "Came[" + job.collection() + "]";
    }
  }

  /** What is stored, and what the file says with it. */
  public record Gathered(Progress progress, Optional<Said> said) {}

  /** What a file says. */
  public sealed interface Said {

    /** It cannot be read. */
    record Wrong(SyncdException why) implements Said {}

    /**
     * A snapshot.
     *
     * @param changes what differs from what is stored, in order
     */
    record Snapshot(Read read, List<Mutation> changes) implements Said {}

    /** The mutations of a patch. */
    record Patched(Outcomes outcome) implements Said {}
  }

  /** Hides the package's own type from the signature. */
  public static final class Outcomes {
    private final PatchedCollection patched;

    Outcomes(PatchedCollection patched) {
      this.patched = patched;
    }
  }

  @Override
  public Gathered gather(Work<Came> work, StateReader state, Turn turn) {
    BlobJob job = work.input().job();
    Progress progress = ProgressKey.read(job.collection(), state);
    return new Gathered(
        progress,
        progress.job().equals(job.name())
            ? work.input().content().map(content -> said(job, progress, content, state))
            : Optional.empty());
  }

  private static Said said(BlobJob job, Progress progress, ByteString content, StateReader state) {
    Collection collection = job.collection();
    try {
      if (job.patch().isPresent()) {
        SyncdPatch patch =
            SyncdPatch.parseFrom(job.patch().get()).toBuilder()
                .clearExternalMutations()
                .addAllMutations(SyncdMutations.parseFrom(content).getMutationsList())
                .build();
        return new Said.Patched(
            new Outcomes(PatchedCollection.read(collection, progress, List.of(patch), state)));
      }
      Read read =
          Reader.snapshot(
              collection, SyncdSnapshot.parseFrom(content), SyncKeyKey.all(state).ring());
      return new Said.Snapshot(read, differing(collection, read, state));
    } catch (InvalidProtocolBufferException e) {
      return new Said.Wrong(SyncdException.malformed());
    } catch (SyncdException e) {
      return new Said.Wrong(e);
    }
  }

  /** What is stored and not in the snapshot was removed; what is stored as it is stays. */
  private static List<Mutation> differing(Collection collection, Read read, StateReader state) {
    Map<ByteString, EntryKey.Entry> stored = new HashMap<>();
    String after = "";
    List<String> names;
    do {
      names = state.recordNames(EntryKey.kindOf(collection), after, NAMES);
      if (!names.isEmpty()) {
        after = names.getLast();
        state
            .read(names.stream().map(name -> EntryKey.named(collection, name)).toList())
            .forEach(
                (key, entry) -> stored.put(((EntryKey) key).indexMac(), (EntryKey.Entry) entry));
      }
    } while (names.size() == NAMES);
    List<Mutation> changes = new ArrayList<>();
    Set<ByteString> present = new HashSet<>();
    for (Mutation one : read.mutations()) {
      present.add(one.indexMac());
      EntryKey.Entry before = stored.get(one.indexMac());
      if (before == null || !before.valueMac().equals(one.valueMac())) {
        changes.add(one);
      }
    }
    stored.forEach(
        (mac, entry) -> {
          if (!present.contains(mac)) {
            changes.add(
                new Mutation(false, mac, ByteString.EMPTY, entry.index(), ByteString.EMPTY));
          }
        });
    return changes;
  }

  @Override
  public Outcome decide(Work<Came> work, Gathered gathered, Turn turn) {
    BlobJob job = work.input().job();
    Progress progress = gathered.progress();
    if (!progress.job().equals(job.name())) {
      return Outcome.nothing();
    }
    if (gathered.said().isEmpty()) {
      return Unreadable.withoutFile(job.collection(), progress, turn);
    }
    return switch (gathered.said().get()) {
      case Said.Wrong(SyncdException why) ->
          Unreadable.decide(job.collection(), progress, why, turn);
      case Said.Patched(Outcomes of) -> of.patched.decide(progress, true, false, turn);
      case Said.Snapshot(Read read, List<Mutation> changes) ->
          Outcome.builder()
              .effect(new Effect.Enqueue(new StoreSnapshot.Page(job, read.version(), changes, 0)))
              .build();
    };
  }
}
