package dev.kubezap.whatsapp.fetch;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of a file that was to be fetched. The row goes and the event is stored in one commit,
 * so that each file is told once, whenever the process ends.
 */
public final class SettleFile implements Step<SettleFile.As, SettleFile.Stored> {

  /** The input. */
  public record As(String messageId, Result result) implements ServiceRequest<Done> {}

  /** What became of it. */
  public sealed interface Result {}

  /**
   * It is there.
   *
   * @param size in bytes
   */
  public record Fetched(String mimetype, long size) implements Result {}

  /** It cannot be had. */
  public record Failed(MessageFailure failure) implements Result {}

  /** It is tried again after a pause. */
  public record Later(Duration pause) implements Result {}

  /** There is nothing to fetch any more. */
  public record Dropped() implements Result {}

  /** What is stored of it; hides the package's own types from the signature. */
  public static final class Stored {
    private final Optional<PendingFile> row;
    private final Optional<StoredMessage> message;

    Stored(Optional<PendingFile> row, Optional<StoredMessage> message) {
      this.row = row;
      this.message = message;
    }
  }

  @Override
  public Stored gather(Work<As> work, StateReader state, Turn turn) {
    Optional<PendingFile> row = state.read(new PendingFileKey(work.input().messageId()));
    return new Stored(row, row.flatMap(_ -> state.message(work.input().messageId())));
  }

  @Override
  public Outcome decide(Work<As> work, Stored stored, Turn turn) {
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done())));
    if (stored.row.isEmpty()) {
      return outcome.build();
    }
    PendingFileKey key = new PendingFileKey(work.input().messageId());
    if (work.input().result() instanceof Later(Duration pause)) {
      PendingFile again = new PendingFile(stored.row.get().attempts() + 1, turn.now().plus(pause));
      return outcome.change(new Change.Put<>(key, again)).build();
    }
    outcome.change(new Change.Remove(key));
    stored
        .message
        .flatMap(message -> told(message, work.input().result()))
        .ifPresent(event -> outcome.change(new Change.Append(turn.newId(), turn.now(), event)));
    return outcome.build();
  }

  private static Optional<SessionEvent> told(StoredMessage message, Result result) {
    return switch (result) {
      case Fetched(String mimetype, long size) ->
          Optional.of(
              new MessageEvent.MediaReady(
                  message,
                  Optional.of(new MessageEvent.MediaReady.File(mimetype, size)),
                  Optional.empty()));
      case Failed(MessageFailure failure) ->
          Optional.of(new MessageEvent.MediaReady(message, Optional.empty(), Optional.of(failure)));
      case Later _, Dropped _ -> Optional.empty();
    };
  }
}
