package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** Ends a community; its groups stay, and belong to none. */
public final class DeactivateCommunity
    implements ServiceStep<DeactivateCommunity.Of, Done, DeactivateCommunity.Nothing> {

  /** The input. */
  public record Of(Jid community) implements ServiceRequest<Done> {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(GroupQueries.iq("set", request.community(), Node.of("delete_parent")));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return Outcome.builder()
        .add(LearnGroup.gone(request.community()))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done())))
        .build();
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return DescribeGroup.refused(request.community(), refused);
  }
}
