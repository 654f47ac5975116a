package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
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
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the service for what is new in one collection and stores it: patches at once, a snapshot or
 * the mutations of a large patch when their file was got. One query brings so many patches as the
 * service gives; what it has more is asked for behind them.
 */
public final class FetchCollection implements Step<FetchCollection.Of, FetchCollection.Gathered> {
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(2);
  private static final int JOB_NAME = 8;

  /**
   * The input.
   *
   * @param from the version that was stored when it was chosen
   */
  public record Of(Collection collection, long from) {}

  /** What is stored, and what of the answer could be read with it. */
  public record Gathered(Progress progress, Optional<PatchedCollection> patched) {}

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    Collection collection = work.input().collection();
    Progress progress = ProgressKey.read(collection, state);
    return new Gathered(
        progress,
        told(work)
            .map(
                node ->
                    PatchedCollection.read(
                        collection, progress, PatchedCollection.patches(node), state)));
  }

  private static Optional<Node> told(Work<Of> work) {
    return work.replies().stream()
        .filter(Reply.Result.class::isInstance)
        .flatMap(reply -> ((Reply.Result) reply).iq().child("sync").stream())
        .flatMap(sync -> sync.children("collection").stream())
        .filter(one -> one.has("name", work.input().collection().wireName()))
        .findFirst();
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    Collection collection = work.input().collection();
    if (work.asked() == 0) {
      return turn.connection().online()
          ? Outcome.builder().ask(new Ask(List.of(query(collection, gathered.progress())))).build()
          : Outcome.nothing();
    }
    Reply reply = work.replies().getFirst();
    Optional<Node> told = told(work);
    if (reply instanceof Reply.Missing) {
      // Every log-in asks again.
      return Outcome.nothing();
    }
    if (told.isEmpty() || told.get().has("type", "error")) {
      return later(work, "refused");
    }
    Progress progress = gathered.progress();
    Optional<ByteString> snapshot = told.get().child("snapshot").flatMap(Node::bytes);
    if (snapshot.isPresent() && progress.wantsAll()) {
      ByteString job = ByteString.copyFrom(turn.random().next(JOB_NAME));
      return Outcome.builder()
          .change(new Change.Put<>(new ProgressKey(collection), progress.withJob(job)))
          .effect(
              new Effect.Enqueue(
                  new DownloadBlob.Of(
                      new BlobJob(collection, job, Optional.empty()), snapshot.get())))
          .build();
    }
    boolean more = told.get().has("has_more_patches", "true");
    // Several changes at once have it asked several times: another answer came first.
    boolean overtaken = progress.version().number() > work.input().from();
    return gathered.patched().orElseThrow().decide(progress, more, overtaken, turn);
  }

  private static Outcome later(Work<Of> work, String label) {
    return Outcome.builder()
        .effect(new Effect.Schedule("app-state", new FetchNext(), work.retryAfter(AGAIN_AFTER)))
        .effect(new Effect.Count("app-state", label))
        .build();
  }

  private static Node query(Collection collection, Progress progress) {
    Node asked =
        Node.of("collection")
            .with("name", collection.wireName())
            .with("return_snapshot", Boolean.toString(progress.wantsAll()));
    return request(
        progress.wantsAll() ? asked : asked.with("version", progress.version().number()));
  }

  /** A request about a collection. */
  static Node request(Node collection) {
    return Node.of("iq", Node.of("sync", collection))
        .with("to", Jid.SERVICE)
        .with("type", "set")
        .with("xmlns", "w:sync:app:state");
  }
}
