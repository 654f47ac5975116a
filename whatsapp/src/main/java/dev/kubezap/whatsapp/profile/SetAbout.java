package dev.kubezap.whatsapp.profile;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.json.JsonObject;
import dev.kubezap.whatsapp.mex.MexAnswer;
import dev.kubezap.whatsapp.mex.MexQuery;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;

/**
 * Sets what this account says of itself, by the query {@code UpdateTextStatus} (PROTOCOL-2026 0 and
 * 5, {@code w:mex}). It stays until it is changed.
 */
public final class SetAbout implements ServiceStep<SetAbout.To, Done, SetAbout.Nothing> {
  private static final String QUERY = "9152604461510864";

  /** The input: a text, or an empty one. */
  public record To(String text) implements ServiceRequest<Done> {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<To> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(To request, Nothing nothing, Turn turn) {
    return List.of(
        MexQuery.of(
            QUERY,
            "{\"input\":{\"text\":"
                + JsonObject.quoted(request.text())
                + ",\"ephemeral_duration_sec\":0}}"));
  }

  @Override
  public Outcome answered(To request, List<Node> answers, Nothing nothing, Turn turn) {
    return MexAnswer.read(answers.getFirst()) instanceof MexAnswer.Refused(int code)
        ? ServiceStep.answer(new ServiceAnswer.Refused<Done>(code, Duration.ZERO))
        : ServiceStep.given(new Done());
  }
}
