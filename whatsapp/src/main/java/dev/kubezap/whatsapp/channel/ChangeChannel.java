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

/** Changes what a channel of this account says of itself. */
public final class ChangeChannel implements ServiceStep<ChangeChannel.Of, Done, Nothing> {

  /**
   * The input; what is empty stays as it is.
   *
   * @param name at most {@value ChannelLimits#NAME} characters
   * @param description at most {@value ChannelLimits#DESCRIPTION} characters; none take it away
   */
  public record Of(Jid channel, Optional<String> name, Optional<String> description)
      implements ServiceRequest<Done> {
    /** Leaves out what the channel is to say. */
    @Override
    public String toString() {
      return "Of[" + channel + "]";
    }
  }

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(ChannelQueries.change(request.channel(), request.name(), request.description()));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return ChannelQueries.answered(
        answers.getFirst(), _ -> Optional.of(ServiceStep.given(new Done())));
  }
}
