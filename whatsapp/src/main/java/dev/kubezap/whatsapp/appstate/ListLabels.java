package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** The labels of this account, as phones list them. */
public final class ListLabels implements Step<ListLabels.Wanted, ListLabels.Found> {

  /** The input. */
  public record Wanted() implements ServiceRequest<Found> {}

  /** The answer. */
  public record Found(List<Label> labels) {
    public Found {
      labels = List.copyOf(labels);
    }
  }

  @Override
  public Found gather(Work<Wanted> work, StateReader state, Turn turn) {
    return new Found(Labels.all(state));
  }

  @Override
  public Outcome decide(Work<Wanted> work, Found found, Turn turn) {
    return ServiceStep.given(found);
  }
}
