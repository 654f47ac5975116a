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

/**
 * The groups of a community, also those that this account is not in (as Baileys'
 * communityFetchLinkedGroups and whatsmeow's GetSubGroups ask for them). Nothing of them is stored.
 */
public final class ListSubGroups
    implements ServiceStep<ListSubGroups.Of, ListSubGroups.Linked, ListSubGroups.Nothing> {

  /** The input. */
  public record Of(Jid community) implements ServiceRequest<Linked> {}

  /** The answer. */
  public record Linked(List<SubGroup> groups) {
    public Linked {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A group of a community.
   *
   * @param size how many are in it; empty when it is not told
   * @param announcements whether it is the one in which the community's admins write to all
   */
  public record SubGroup(Jid id, String subject, Optional<Long> size, boolean announcements) {
    /** Hides the subject. */
    @Override
    public String toString() {
      return "SubGroup[" + id + "]";
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
    return List.of(GroupQueries.iq("get", request.community(), Node.of("sub_groups")));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return answers
        .getFirst()
        .child("sub_groups")
        .map(
            all ->
                ServiceStep.given(
                    new Linked(
                        all.children("group").stream()
                            .flatMap(group -> read(group).stream())
                            .toList())))
        .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Linked>()));
  }

  private static Optional<SubGroup> read(Node group) {
    return GroupNode.read(group)
        .map(
            known ->
                new SubGroup(
                    known.id(),
                    known.subject(),
                    group
                        .attribute("size")
                        .filter(size -> size.matches("[0-9]{1,9}"))
                        .map(Long::valueOf),
                    group.child("default_sub_group").isPresent()));
  }

  /** It is none that this account is in. */
  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return refused.code() == 403 || refused.code() == 404
        ? ServiceStep.answer(DescribeGroup.notInGroup())
        : ServiceStep.super.refused(request, refused, nothing, turn);
  }
}
