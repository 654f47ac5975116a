package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.message.ToPhone;
import dev.kubezap.whatsapp.proto.HistorySyncChunkRetryRequest;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A history could not be read: it is tried again for a while when that may help, else its failure
 * is told. What was stored of it stays, and the histories behind it go on.
 */
public final class FailHistory implements Step<HistoryTrouble, Optional<FailHistory.Failed>> {
  private static final int HISTORY_SYNC_CHUNK_RETRY = 10;
  private static final int ATTEMPTS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  /** It, as it is stored; hides the package's own types from the signature. */
  public static final class Failed {
    private final HistoryJob job;
    private final Optional<HistoryRequestKey.Request> request;
    private final Optional<ToPhone> phone;
    private final boolean askedAgain;

    Failed(
        HistoryJob job,
        Optional<HistoryRequestKey.Request> request,
        Optional<ToPhone> phone,
        boolean askedAgain) {
      this.job = job;
      this.request = request;
      this.phone = phone;
      this.askedAgain = askedAgain;
    }
  }

  @Override
  public Optional<Failed> gather(Work<HistoryTrouble> work, StateReader state, Turn turn) {
    return state
        .read(new HistoryJobKey(work.input().job()))
        .filter(job -> job.place().equals(work.input().from()) && !job.settled())
        .map(
            job ->
                new Failed(
                    job,
                    StoreHistory.request(job, state),
                    ToPhone.read(state, turn),
                    state.read(AskedAgainKey.of(job)).isPresent()));
  }

  @Override
  public Outcome decide(Work<HistoryTrouble> work, Optional<Failed> failed, Turn turn) {
    if (failed.isEmpty()) {
      return Outcome.nothing();
    }
    HistoryTrouble trouble = work.input();
    HistoryJob job = failed.get().job.failed();
    HistoryJobKey key = new HistoryJobKey(trouble.job());
    if (trouble.passing() && job.failures() < ATTEMPTS) {
      return Outcome.builder()
          .change(new Change.Put<>(key, job))
          .effect(ReadHistory.later(FIRST_PAUSE.multipliedBy(1L << job.failures())))
          .effect(new Effect.Count("history", "tried-again"))
          .build();
    }
    return Outcome.builder()
        .add(askedAgain(failed.get(), trouble, turn))
        .change(new Change.Remove(key))
        .changes(StoreHistory.told(job, failed.get().request, Optional.of(trouble.reason()), turn))
        .effect(ReadHistory.soon())
        .effect(new Effect.Count("history", "failed-" + trouble.reason()))
        .build();
  }

  /**
   * The phone is asked for the part once more, as far as it can be asked: it comes as a new one
   * then. Once, so that what the phone has damaged itself does not go on for ever.
   */
  private static Outcome askedAgain(Failed failed, HistoryTrouble trouble, Turn turn) {
    HistoryJob job = failed.job;
    boolean mayHelp = trouble.reason().equals("gone") || trouble.reason().equals("damaged");
    if (!mayHelp
        || failed.askedAgain
        || job.kind() == HistoryKind.ON_DEMAND
        || !turn.connection().online()
        || failed.phone.filter(ToPhone::isKnown).isEmpty()) {
      return Outcome.nothing();
    }
    PeerDataOperationRequestMessage request =
        PeerDataOperationRequestMessage.newBuilder()
            .setPeerDataOperationRequestType(HISTORY_SYNC_CHUNK_RETRY)
            .setHistorySyncChunkRetryRequest(
                HistorySyncChunkRetryRequest.newBuilder()
                    .setSyncType(job.kind().number())
                    .setChunkOrder(job.chunk())
                    .setChunkNotificationId(job.stanzaId())
                    .setRegenerateChunk(true))
            .build();
    return failed
        .phone
        .get()
        .ask(request, List.of(), turn)
        .map(
            asked ->
                Outcome.builder()
                    .add(asked.outcome())
                    .change(new Change.Put<>(AskedAgainKey.of(job), turn.now()))
                    .effect(new Effect.Count("history", "asked-again"))
                    .build())
        .orElseGet(Outcome::nothing);
  }
}
