package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.EntryKey;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.Mutation;
import dev.kubezap.whatsapp.syncd.PatchKey;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import dev.kubezap.whatsapp.syncd.SyncKeyKey;
import dev.kubezap.whatsapp.syncd.SyncdException;
import dev.kubezap.whatsapp.syncd.WantedKey;
import dev.kubezap.whatsapp.syncd.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses which of our changes are written next, one patch of one collection at a time. A patch is
 * stored before {@link SendPatch} sends it, and goes out as it is until the service has answered.
 * When the service has had another one meanwhile, that is read first, and what is not so already
 * goes into a new patch.
 */
public final class WriteAppState implements Step<WriteAppState.Next, WriteAppState.Gathered> {
  private static final int MOST_WANTED = 100;

  /** The input: whatever is to be written. */
  public record Next() {}

  /**
   * What is stored.
   *
   * @param collection the one that is written; empty when nothing is
   * @param wanted what is to be written there, in order
   * @param known the value codes of the entries that are changed, by index codes
   */
  public record Gathered(
      Optional<Collection> collection,
      Progress progress,
      Optional<PatchKey.Patch> patch,
      Map<String, WantedKey.Wanted> wanted,
      Map<ByteString, ByteString> known,
      SyncKeyKey.Known keys) {
    /** Hides what is written. */
    @Override
    public String toString() {
      return "Gathered[" + collection + "]";
    }
  }

  @Override
  public Gathered gather(Work<Next> work, StateReader state, Turn turn) {
    SyncKeyKey.Known keys = SyncKeyKey.all(state);
    Map<String, WantedKey.Wanted> all = new LinkedHashMap<>();
    for (String name : state.recordNames(WantedKey.KIND, "", MOST_WANTED)) {
      state.read(new WantedKey(name)).ifPresent(wanted -> all.put(name, wanted));
    }
    for (Collection collection : Collection.values()) {
      Progress progress = ProgressKey.read(collection, state);
      Optional<PatchKey.Patch> patch = state.read(new PatchKey(collection));
      Map<String, WantedKey.Wanted> wanted = new LinkedHashMap<>(all);
      wanted.values().removeIf(one -> !one.collection().equals(collection));
      boolean readable = progress.fetched() && !progress.wantsAll();
      if (readable && (patch.isPresent() || !wanted.isEmpty())) {
        return new Gathered(
            Optional.of(collection),
            progress,
            patch,
            wanted,
            known(collection, patch, wanted, keys, state),
            keys);
      }
    }
    return new Gathered(
        Optional.empty(), Progress.NONE, Optional.empty(), Map.of(), Map.of(), keys);
  }

  private static Map<ByteString, ByteString> known(
      Collection collection,
      Optional<PatchKey.Patch> patch,
      Map<String, WantedKey.Wanted> wanted,
      SyncKeyKey.Known keys,
      StateReader state) {
    List<ByteString> macs = new ArrayList<>();
    patch.ifPresent(of -> of.entries().forEach(entry -> macs.add(entry.indexMac())));
    try {
      for (WantedKey.Wanted one : wanted.values()) {
        if (keys.newest().isPresent()) {
          macs.add(Writer.indexMac(one.entry().index(), keys.newest().get(), keys.ring()));
        }
      }
    } catch (SyncdException e) {
      throw new IllegalStateException("the newest key is among the keys", e);
    }
    return EntryKey.valueMacs(collection, macs, state);
  }

  @Override
  public Outcome decide(Work<Next> work, Gathered gathered, Turn turn) {
    if (gathered.collection().isEmpty() || !turn.connection().online()) {
      return Outcome.nothing();
    }
    Collection collection = gathered.collection().get();
    if (gathered.patch().isEmpty()) {
      return made(collection, gathered, turn);
    }
    PatchKey.Patch patch = gathered.patch().get();
    if (patch.conflict()) {
      return settled(collection, patch, gathered).build();
    }
    return Outcome.builder()
        .effect(new Effect.Enqueue(new SendPatch.Of(collection, patch.hash())))
        .build();
  }

  private static Outcome made(Collection collection, Gathered gathered, Turn turn) {
    if (gathered.keys().newest().isEmpty()) {
      return Outcome.nothing();
    }
    try {
      List<Writer.Entry> entries =
          gathered.wanted().values().stream().map(WantedKey.Wanted::entry).toList();
      Writer.Patch made =
          Writer.patch(
              collection,
              gathered.progress().version(),
              entries,
              gathered.known(),
              gathered.keys().newest().get(),
              gathered.keys().ring(),
              turn.random());
      PatchKey.Patch patch =
          new PatchKey.Patch(
              gathered.progress().version().number(),
              made.patch(),
              made.read().version().hash(),
              List.copyOf(gathered.wanted().keySet()),
              made.read().mutations(),
              false,
              0);
      // Its bytes leave in the next turn, when they are stored.
      return Outcome.builder()
          .change(new Change.Put<>(new PatchKey(collection), patch))
          .effect(new Effect.Enqueue(new SendPatch.Of(collection, patch.hash())))
          .build();
    } catch (SyncdException e) {
      throw new IllegalStateException("what was stored cannot be written", e);
    }
  }

  /** Of a patch that met another one, what is so already is done; the rest is made anew. */
  private static Outcome.Builder settled(
      Collection collection, PatchKey.Patch patch, Gathered gathered) {
    Outcome.Builder outcome = Outcome.builder().change(new Change.Remove(new PatchKey(collection)));
    for (int i = 0; i < patch.wanted().size(); i++) {
      Mutation entry = patch.entries().get(i);
      Optional<ByteString> now = Optional.ofNullable(gathered.known().get(entry.indexMac()));
      boolean done = entry.set() ? now.equals(Optional.of(entry.valueMac())) : now.isEmpty();
      if (done) {
        outcome.change(new Change.Remove(new WantedKey(patch.wanted().get(i))));
      }
    }
    return outcome.effect(new Effect.Enqueue(new FetchNext()));
  }
}
