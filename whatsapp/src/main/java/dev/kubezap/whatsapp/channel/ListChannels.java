package dev.kubezap.whatsapp.channel;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** The channels that this account follows, or publishes in. */
public final class ListChannels
    implements ServiceStep<ListChannels.Wanted, ListChannels.Followed, Nothing> {

  /** The input. */
  public record Wanted() implements ServiceRequest<Followed> {}

  /** The answer. */
  public record Followed(List<Channel> channels) {
    public Followed {
      channels = List.copyOf(channels);
    }
  }

  @Override
  public Nothing gather(Work<Wanted> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Wanted request, Nothing nothing, Turn turn) {
    return List.of(ChannelQueries.list());
  }

  @Override
  public Outcome answered(Wanted request, List<Node> answers, Nothing nothing, Turn turn) {
    return ChannelQueries.answered(
        answers.getFirst(),
        data ->
            Optional.of(
                ServiceStep.given(
                    new Followed(
                        data.objects("xwa2_newsletter_subscribed").stream()
                            .flatMap(one -> ChannelQueries.read(one).stream())
                            .toList()))));
  }
}
