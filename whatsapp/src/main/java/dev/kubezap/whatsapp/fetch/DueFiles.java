package dev.kubezap.whatsapp.fetch;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which files are to be fetched now, in the order in which their messages came. */
public final class DueFiles implements Step<DueFiles.Wanted, DueFiles.Found> {
  private static final int PART = 200;

  /** How many rows one request looks at, lest it hold up the session. */
  private static final int MOST_PARTS = 10;

  /**
   * The input.
   *
   * @param limit how many at most, from 1
   * @param except messages whose files are being fetched
   */
  public record Wanted(int limit, Set<String> except) implements ServiceRequest<Found> {
    public Wanted {
      except = Set.copyOf(except);
    }
  }

  /**
   * The answer.
   *
   * @param gone ids of messages that are not there any more, or have no file any more
   * @param next how long it takes until the next one is due; empty when none waits
   */
  public record Found(List<DueFile> files, List<String> gone, Optional<Duration> next) {
    public Found {
      files = List.copyOf(files);
      gone = List.copyOf(gone);
    }
  }

  /**
   * A file that is due.
   *
   * @param attempts how often it could not be fetched
   */
  public record DueFile(StoredMessage message, int attempts) {}

  @Override
  public Found gather(Work<Wanted> work, StateReader state, Turn turn) {
    Wanted wanted = work.input();
    List<DueFile> files = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    Optional<Instant> next = Optional.empty();
    String after = "";
    for (int part = 0; part < MOST_PARTS; part++) {
      List<String> names = state.recordNames(PendingFileKey.KIND, after, PART);
      Map<RecordKey<?>, Object> rows =
          names.isEmpty() ? Map.of() : state.read(names.stream().map(PendingFileKey::new).toList());
      for (String name : names) {
        after = name;
        if (!(rows.get(new PendingFileKey(name)) instanceof PendingFile row)
            || wanted.except().contains(name)) {
          continue;
        }
        if (row.due().isAfter(turn.now())) {
          next = next.filter(before -> before.isBefore(row.due())).or(() -> Optional.of(row.due()));
        } else if (files.size() + gone.size() == wanted.limit()) {
          return new Found(files, gone, Optional.of(Duration.ZERO));
        } else {
          state
              .message(name)
              .ifPresentOrElse(
                  message -> files.add(new DueFile(message, row.attempts())), () -> gone.add(name));
        }
      }
      if (names.size() < PART) {
        break;
      }
    }
    return new Found(files, gone, next.map(due -> Duration.between(turn.now(), due)));
  }

  @Override
  public Outcome decide(Work<Wanted> work, Found found, Turn turn) {
    return ServiceStep.given(found);
  }
}
