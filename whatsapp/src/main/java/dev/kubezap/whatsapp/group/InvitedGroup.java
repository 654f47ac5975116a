package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.OptionalLong;

/** The group to which a link leads, for a caller who is not in it. */
public final class InvitedGroup
    implements ServiceStep<InvitedGroup.Of, InvitedGroup.Preview, InvitedGroup.Nothing> {

  /** The input. */
  public record Of(String code) implements ServiceRequest<Preview> {
    /** Hides the code. */
    @Override
    public String toString() {
      return "Of[]";
    }
  }

  /**
   * The answer.
   *
   * @param group without most of its participants
   * @param size how many they are
   */
  public record Preview(Group group, OptionalLong size) {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    Node invite = Node.of("invite").with("code", request.code());
    return List.of(GroupQueries.iq("get", Jid.GROUP_SERVICE, invite));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    Node answer = answers.getFirst();
    OptionalLong size =
        answer.child("group").map(group -> group.number("size")).orElse(OptionalLong.empty());
    return GroupQueries.read(answer)
        .map(group -> ServiceStep.given(new Preview(group, size)))
        .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Preview>()));
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return ServiceStep.answer(refused(refused));
  }

  /** What the refusal of a link means. */
  static ServiceAnswer<?> refused(Reply.Refused refused) {
    return switch (refused.code()) {
      case 404, 406 -> new ServiceAnswer.Impossible<>("invite-unknown", "There is no such link.");
      case 410 -> new ServiceAnswer.Impossible<>("invite-revoked", "The link was given up.");
      default -> new ServiceAnswer.Refused<>(refused.code(), refused.retryAfter());
    };
  }
}
