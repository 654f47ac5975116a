package dev.kubezap.whatsapp.call;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of the calls, the newest first. */
public final class ListCalls implements Step<ListCalls.Page, ListCalls.Found> {
  private static final int PART = 200;

  /** How many calls one request looks at, lest it hold up the session. */
  private static final int MOST_PARTS = 10;

  /**
   * The input.
   *
   * @param after where the page before ended; empty for the first
   * @param limit how many at most, from 1
   */
  public record Page(String after, int limit, Optional<Call.State> state, Optional<Boolean> video)
      implements ServiceRequest<Found> {

    private boolean wants(Call call) {
      return state.filter(only -> only != call.state()).isEmpty()
          && video.filter(only -> only != call.video()).isEmpty();
    }
  }

  /**
   * The answer.
   *
   * @param next where the next page begins; empty on the last one
   */
  public record Found(List<Call> calls, Optional<String> next) {
    public Found {
      calls = List.copyOf(calls);
    }
  }

  @Override
  public Found gather(Work<Page> work, StateReader state, Turn turn) {
    Page page = work.input();
    List<Call> found = new ArrayList<>();
    String after = page.after();
    for (int part = 0; part < MOST_PARTS; part++) {
      List<CallOrderKey> places =
          state.recordNames(CallOrderKey.KIND, after, PART).stream()
              .map(CallOrderKey::new)
              .toList();
      List<CallKey> keys = places.stream().map(place -> new CallKey(place.callId())).toList();
      Map<RecordKey<?>, Object> records = keys.isEmpty() ? Map.of() : state.read(keys);
      for (CallOrderKey place : places) {
        if (found.size() == page.limit()) {
          return new Found(found, Optional.of(after));
        }
        after = place.name();
        if (records.get(new CallKey(place.callId())) instanceof CallKey.Known known
            && page.wants(known.call())) {
          found.add(known.call());
        }
      }
      if (places.size() < PART) {
        return new Found(found, Optional.empty());
      }
    }
    return new Found(found, Optional.of(after));
  }

  @Override
  public Outcome decide(Work<Page> work, Found found, Turn turn) {
    return ServiceStep.given(found);
  }
}
