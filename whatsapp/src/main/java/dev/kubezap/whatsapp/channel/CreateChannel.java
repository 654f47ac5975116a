package dev.kubezap.whatsapp.channel;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Makes a channel, whose owner this account is. */
public final class CreateChannel implements ServiceStep<CreateChannel.Of, Channel, Nothing> {

  /**
   * The input.
   *
   * @param name at most {@value ChannelLimits#NAME} characters
   * @param description at most {@value ChannelLimits#DESCRIPTION} characters
   */
  public record Of(String name, Optional<String> description) implements ServiceRequest<Channel> {
    /** Leaves out what the channel is to say. */
    @Override
    public String toString() {
      return "Of[]";
    }
  }

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(ChannelQueries.create(request.name(), request.description()));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return ChannelQueries.answered(
        answers.getFirst(),
        data ->
            Optional.of(
                data.object("xwa2_newsletter_create")
                    .flatMap(ChannelQueries::read)
                    .map(ServiceStep::given)
                    // It may have been made all the same: only its description cannot be read.
                    .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Channel>()))));
  }
}
