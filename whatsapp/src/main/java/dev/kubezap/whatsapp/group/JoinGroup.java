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
import java.util.Optional;

/** Joins a group by its link for a caller, or asks to be let in. */
public final class JoinGroup
    implements ServiceStep<JoinGroup.Of, JoinGroup.Joined, JoinGroup.Nothing> {

  /** The input. */
  public record Of(String code) implements ServiceRequest<Joined> {
    /** Hides the code. */
    @Override
    public String toString() {
      return "Of[]";
    }
  }

  /**
   * The answer.
   *
   * @param waits whether an admin must let this account in first
   */
  public record Joined(Jid group, boolean waits) {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    Node invite = Node.of("invite").with("code", request.code());
    return List.of(GroupQueries.iq("set", Jid.GROUP_SERVICE, invite));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    Node answer = answers.getFirst();
    Optional<Jid> joined = jid(answer, "group");
    Optional<Jid> asked = jid(answer, "membership_approval_request");
    if (joined.isEmpty()) {
      return asked
          .map(group -> ServiceStep.given(new Joined(group, true)))
          .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Joined>()));
    }
    // The notification describes it; should it be lost, the group is asked for.
    return Outcome.builder()
        .add(RefreshGroup.wanted(joined.get()))
        .add(ServiceStep.given(new Joined(joined.get(), false)))
        .build();
  }

  private static Optional<Jid> jid(Node answer, String tag) {
    return answer.child(tag).flatMap(node -> node.jid("jid")).filter(Jid::isGroup);
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return ServiceStep.answer(
        refused.code() == 409
            ? new ServiceAnswer.Impossible<>(
                "already-in-group", "This account is in the group already.")
            : InvitedGroup.refused(refused));
  }
}
