package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** Leaves a group for a caller. */
public final class LeaveGroup
    implements ServiceStep<LeaveGroup.Of, LeaveGroup.Left, LeaveGroup.Left> {

  /** The input. */
  public record Of(Jid group) implements ServiceRequest<Left> {}

  /** It is done. */
  public record Left() {}

  @Override
  public Left gather(Work<Of> work, StateReader state, Turn turn) {
    return new Left();
  }

  @Override
  public List<Node> queries(Of request, Left nothing, Turn turn) {
    Node leave = Node.of("leave", Node.of("group").with("id", request.group()));
    return List.of(GroupQueries.iq("set", Jid.GROUP_SERVICE, leave));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Left nothing, Turn turn) {
    boolean refused =
        answers
            .getFirst()
            .child("leave")
            .flatMap(leave -> leave.child("group"))
            .flatMap(group -> group.attribute("error"))
            .isPresent();
    ServiceAnswer<?> answer =
        refused ? DescribeGroup.notInGroup() : new ServiceAnswer.Given<>(new Left());
    return Outcome.builder()
        .add(LearnGroup.gone(request.group()))
        .effect(new Effect.Answer(answer))
        .build();
  }
}
