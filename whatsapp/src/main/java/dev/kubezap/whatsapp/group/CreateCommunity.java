package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a community: a group that holds groups together, and with it the one in which its admins
 * write to all (as whatsmeow's and Baileys' parent groups are made).
 */
public final class CreateCommunity
    implements ServiceStep<CreateCommunity.Of, Group, CreateCommunity.Nothing> {

  /**
   * The input.
   *
   * @param subject 1 to {@link GroupLimits#SUBJECT} characters
   * @param joinApproval whether admins decide who joins its groups
   * @param membersMakeGroups whether everybody in it may add groups to it
   * @param generalChat whether a group comes with it in which all may write
   */
  public record Of(
      String subject, boolean joinApproval, boolean membersMakeGroups, boolean generalChat)
      implements ServiceRequest<Group> {
    /** Hides the subject. */
    @Override
    public String toString() {
      return "Of[]";
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
    Node parent = Node.of("parent");
    List<Node> children = new ArrayList<>();
    children.add(
        request.joinApproval()
            ? parent.with("default_membership_approval_mode", "request_required")
            : parent);
    if (request.membersMakeGroups()) {
      children.add(Node.of("allow_non_admin_sub_group_creation"));
    }
    if (request.generalChat()) {
      children.add(Node.of("create_general_chat"));
    }
    return List.of(
        GroupQueries.iq(
            "set",
            Jid.GROUP_SERVICE,
            Node.of("create")
                .with("subject", request.subject())
                .with("key", turn.newId().replace("-", ""))
                .withChildren(children)));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    Optional<Group> made = GroupQueries.read(answers.getFirst());
    return made.map(
            group ->
                Outcome.builder()
                    .add(LearnGroup.described(group, turn))
                    .effect(new Effect.Answer(new ServiceAnswer.Given<>(group)))
                    .build())
        .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Group>()));
  }
}
