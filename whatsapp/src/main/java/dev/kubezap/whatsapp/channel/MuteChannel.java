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

/** Hears nothing of a channel while it is followed, or hears of it again. */
public final class MuteChannel implements ServiceStep<MuteChannel.Of, Done, Nothing> {

  /** The input. */
  public record Of(Jid channel, boolean mute) implements ServiceRequest<Done> {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(ChannelQueries.mute(request.channel(), request.mute()));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return ChannelQueries.answered(
        answers.getFirst(), _ -> Optional.of(ServiceStep.given(new Done())));
  }
}
