package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** The code of a group's link for a caller. */
public final class InviteCode
    implements ServiceStep<InviteCode.Of, InviteCode.Code, InviteCode.Nothing> {

  /**
   * The input.
   *
   * @param renewed whether the present code is given up for another
   */
  public record Of(Jid group, boolean renewed) implements ServiceRequest<Code> {}

  /** The answer. */
  public record Code(String text) {
    /** Hides the code. */
    @Override
    public String toString() {
      return "Code[]";
    }
  }

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(
        GroupQueries.iq(request.renewed() ? "set" : "get", request.group(), Node.of("invite")));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return answers
        .getFirst()
        .child("invite")
        .flatMap(invite -> invite.attribute("code"))
        .map(code -> ServiceStep.given(new Code(code)))
        .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Code>()));
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return DescribeGroup.refused(request.group(), refused);
  }
}
