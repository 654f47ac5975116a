package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
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
import dev.kubezap.whatsapp.syncd.Read;
import dev.kubezap.whatsapp.syncd.Version;
import dev.kubezap.whatsapp.syncd.WantedKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sends one stored patch of ours and takes its answer. The same patch may be under way more than
 * once, so an answer counts only while that very patch is still the stored one: an answer to an
 * earlier patch says nothing about a later one.
 */
public final class SendPatch implements Step<SendPatch.Of, SendPatch.Gathered> {
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(2);
  private static final int MOST_FAILURES = 5;

  /**
   * The input.
   *
   * @param hash the sum over the collection with the patch; no two patches have the same
   */
  public record Of(Collection collection, ByteString hash) {
    /** Hides the sum. */
    @Override
    public String toString() {
      return "Of[" + collection + "]";
    }
  }

  /**
   * What is stored.
   *
   * @param patch the patch of the input; empty when it was answered or given up meanwhile
   */
  public record Gathered(Progress progress, Optional<PatchKey.Patch> patch) {}

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    Collection collection = work.input().collection();
    return new Gathered(
        ProgressKey.read(collection, state),
        state
            .read(new PatchKey(collection))
            .filter(patch -> patch.hash().equals(work.input().hash()) && !patch.conflict()));
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    if (gathered.patch().isEmpty()) {
      return Outcome.nothing();
    }
    Collection collection = work.input().collection();
    PatchKey.Patch patch = gathered.patch().get();
    if (work.asked() == 0) {
      // Every log-in writes again.
      return turn.connection().online()
          ? Outcome.builder().ask(new Ask(List.of(query(collection, patch)))).build()
          : Outcome.nothing();
    }
    return answered(work, collection, patch, gathered.progress());
  }

  private static Node query(Collection collection, PatchKey.Patch patch) {
    return FetchCollection.request(
        Node.of("collection", Node.of("patch", patch.bytes()))
            .with("name", collection.wireName())
            .with("version", patch.base())
            .with("return_snapshot", "false"));
  }

  private static Outcome answered(
      Work<Of> work, Collection collection, PatchKey.Patch patch, Progress progress) {
    Reply reply = work.replies().getFirst();
    if (reply instanceof Reply.Missing) {
      // Every log-in writes again: the same bytes.
      return Outcome.nothing();
    }
    Optional<Node> told =
        reply instanceof Reply.Result(Node iq)
            ? iq.child("sync").flatMap(sync -> sync.child("collection"))
            : Optional.empty();
    if (told.isEmpty()) {
      return refused(work, collection, patch);
    }
    if (told.get().has("type", "error")) {
      boolean conflict =
          told.get().child("error").filter(error -> error.has("code", "409")).isPresent();
      return conflict
          ? Outcome.builder()
              .change(new Change.Put<>(new PatchKey(collection), patch.conflicting()))
              .change(new Change.Put<>(new ProgressKey(collection), progress.withDue()))
              .effect(new Effect.Enqueue(new FetchNext()))
              .effect(new Effect.Count("app-state", "conflict"))
              .build()
          : refused(work, collection, patch);
    }
    if (progress.version().number() != patch.base()) {
      // It was read meanwhile as anybody else's: what of it is so already is seen there.
      return Outcome.builder()
          .change(new Change.Put<>(new PatchKey(collection), patch.conflicting()))
          .effect(new Effect.Enqueue(new FetchNext()))
          .build();
    }
    Outcome.Builder outcome = Outcome.builder();
    for (Mutation one : patch.entries()) {
      EntryKey key = new EntryKey(collection, one.indexMac());
      outcome.change(
          one.set()
              ? new Change.Put<>(key, new EntryKey.Entry(one.valueMac(), one.index()))
              : new Change.Remove(key));
    }
    patch.wanted().forEach(name -> outcome.change(new Change.Remove(new WantedKey(name))));
    Read read = new Read(new Version(patch.base() + 1, patch.hash()), patch.entries());
    return outcome
        .change(
            new Change.Put<>(
                new ProgressKey(collection), progress.at(read.version(), progress.due())))
        .change(new Change.Remove(new PatchKey(collection)))
        .effect(new Effect.Enqueue(new FetchNext()))
        .effect(new Effect.Count("app-state", "written"))
        .build();
  }

  /** Tried again some times; a change that the service does not take at all is given up. */
  private static Outcome refused(Work<Of> work, Collection collection, PatchKey.Patch patch) {
    PatchKey.Patch next = patch.refused();
    Outcome.Builder outcome = Outcome.builder().effect(new Effect.Count("app-state", "refused"));
    if (next.failures() < MOST_FAILURES) {
      return outcome
          .change(new Change.Put<>(new PatchKey(collection), next))
          .effect(
              new Effect.Schedule("app-state-write", new FetchNext(), work.retryAfter(AGAIN_AFTER)))
          .build();
    }
    patch.wanted().forEach(name -> outcome.change(new Change.Remove(new WantedKey(name))));
    return outcome.change(new Change.Remove(new PatchKey(collection))).build();
  }
}
