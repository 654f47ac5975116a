package dev.kubezap.whatsapp.channel;

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

/** What a channel is, asked by its address or by the code of its link. */
public final class DescribeChannel implements ServiceStep<DescribeChannel.Of, Channel, Nothing> {

  /**
   * The input.
   *
   * @param channel its address; empty when it is asked by its link
   * @param code at the end of its link
   */
  public record Of(Optional<Jid> channel, String code) implements ServiceRequest<Channel> {
    /** By its address. */
    public Of(Jid channel) {
      this(Optional.of(channel), "");
    }

    /** By its link. */
    public Of(String code) {
      this(Optional.empty(), code);
    }
  }

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(
        request
            .channel()
            .map(ChannelQueries::get)
            .orElseGet(() -> ChannelQueries.invited(request.code())));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return ChannelQueries.answered(
        answers.getFirst(),
        data ->
            data.object("xwa2_newsletter").flatMap(ChannelQueries::read).map(ServiceStep::given));
  }
}
