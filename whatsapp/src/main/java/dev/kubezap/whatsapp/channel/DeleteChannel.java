package dev.kubezap.whatsapp.channel;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Deletes a channel of this account, with all that was published in it. */
public final class DeleteChannel implements ServiceStep<DeleteChannel.Of, Done, Nothing> {

  /** The input. */
  public record Of(Jid channel) implements ServiceRequest<Done> {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(ChannelQueries.delete(request.channel()));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return ChannelQueries.answered(
        answers.getFirst(), _ -> Optional.of(ServiceStep.given(new Done())));
  }
}
