package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.media.AskMediaHosts;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.HistoryFile;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Goes on with the first history that is noted: has it read from where it was stored last, or gives
 * the receipt for one that is stored. What is read comes back as {@link HistoryPart}.
 */
public final class ReadHistory implements Step<ReadHistory.Next, Optional<ReadHistory.First>> {
  private static final String TIMER = "history";
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

  /** The input: something is noted, or may go on. */
  public record Next() {}

  /** The first one; hides the package's own types from the signature. */
  public static final class First {
    private final HistoryJobKey key;
    private final HistoryJob job;

    First(HistoryJobKey key, HistoryJob job) {
      this.key = key;
      this.job = job;
    }
  }

  /** The input: the receipt for a stored history has left. */
  public record Told(String job) {}

  /** As soon as there is nothing else. */
  static Effect soon() {
    return later(Duration.ZERO);
  }

  static Effect later(Duration pause) {
    return new Effect.Schedule(TIMER, new Next(), pause);
  }

  @Override
  public Optional<First> gather(Work<Next> work, StateReader state, Turn turn) {
    return state.recordNames(HistoryJobKey.KIND, "", 1).stream()
        .map(HistoryJobKey::new)
        .flatMap(key -> state.read(key).map(job -> new First(key, job)).stream())
        .findFirst();
  }

  @Override
  public Outcome decide(Work<Next> work, Optional<First> found, Turn turn) {
    if (found.isEmpty() || turn.identity().isEmpty()) {
      return Outcome.nothing();
    }
    HistoryJob job = found.get().job;
    String name = found.get().key.name();
    if (job.settled()) {
      return turn.connection().online() ? receipt(name, job) : Outcome.nothing();
    }
    if (job.file().isEmpty()) {
      return read(name, new HistoryFile.Inline(job.inline()), job);
    }
    if (!turn.connection().online()) {
      // Every log-in goes on with it.
      return Outcome.nothing();
    }
    if (work.asked() == 0) {
      return Outcome.builder().ask(new Ask(List.of(AskMediaHosts.query()))).build();
    }
    Optional<MediaHosts.Known> hosts =
        work.replies().getFirst() instanceof Reply.Result(Node iq)
            ? AskMediaHosts.read(iq)
            : Optional.empty();
    return hosts
        .map(known -> read(name, new HistoryFile.Remote(job.file().get(), known), job))
        .orElseGet(() -> Outcome.builder().effect(later(work.retryAfter(AGAIN_AFTER))).build());
  }

  private static Outcome read(String name, HistoryFile file, HistoryJob job) {
    return Outcome.builder().effect(new Effect.ReadHistory(name, file, job.place())).build();
  }

  /** It is forgotten once the receipt has left: after a crash in between it leaves once more. */
  private static Outcome receipt(String name, HistoryJob job) {
    Node receipt =
        Node.of("receipt")
            .with("to", job.phone().account())
            .with("id", job.stanzaId())
            .with("type", "hist_sync");
    return Outcome.builder()
        .effect(new Effect.Send(receipt))
        .effect(new Effect.Schedule("history-told", new Told(name), Duration.ZERO))
        .build();
  }

  /** Forgets a history whose receipt has left. */
  public static final class Forget implements Step<Told, Boolean> {
    @Override
    public Boolean gather(Work<Told> work, StateReader state, Turn turn) {
      return state
          .read(new HistoryJobKey(work.input().job()))
          .filter(HistoryJob::settled)
          .isPresent();
    }

    @Override
    public Outcome decide(Work<Told> work, Boolean settled, Turn turn) {
      return settled
          ? Outcome.builder()
              .change(new Change.Remove(new HistoryJobKey(work.input().job())))
              .effect(soon())
              .build()
          : Outcome.nothing();
    }
  }
}
