package dev.kubezap.whatsapp.channel;

import com.google.protobuf.ByteString;
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

/** Gives a channel of this account another picture, or takes it away. */
public final class SetChannelPicture implements ServiceStep<SetChannelPicture.Of, Done, Nothing> {

  /**
   * The input.
   *
   * @param jpeg empty to take it away
   */
  public record Of(Jid channel, Optional<ByteString> jpeg) implements ServiceRequest<Done> {
    /** Leaves out the picture. */
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
    return List.of(ChannelQueries.picture(request.channel(), request.jpeg()));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return ChannelQueries.answered(
        answers.getFirst(), _ -> Optional.of(ServiceStep.given(new Done())));
  }
}
