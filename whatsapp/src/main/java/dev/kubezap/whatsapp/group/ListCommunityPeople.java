package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everybody who is in a group of a community, each once (as whatsmeow's GetLinkedGroupsParticipants
 * asks for them). Nothing of them is stored.
 */
public final class ListCommunityPeople
    implements ServiceStep<
        ListCommunityPeople.Of, ListCommunityPeople.People, ListCommunityPeople.Nothing> {

  /** The input. */
  public record Of(Jid community) implements ServiceRequest<People> {}

  /** The answer. */
  public record People(List<GroupParticipant> participants) {
    public People {
      participants = List.copyOf(participants);
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
        GroupQueries.iq("get", request.community(), Node.of("linked_groups_participants")));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    Optional<Node> all = answers.getFirst().child("linked_groups_participants");
    if (all.isEmpty()) {
      return ServiceStep.answer(new ServiceAnswer.Unanswered<People>());
    }
    Map<Jid, GroupParticipant> people = new LinkedHashMap<>();
    add(all.get(), people);
    // Some servers tell them group by group.
    all.get().children("group").forEach(group -> add(group, people));
    return ServiceStep.given(new People(List.copyOf(people.values())));
  }

  private static void add(Node parent, Map<Jid, GroupParticipant> people) {
    GroupNode.participants(parent).forEach(one -> people.putIfAbsent(one.jid(), one));
  }

  /** It is none that this account is in. */
  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return refused.code() == 403 || refused.code() == 404
        ? ServiceStep.answer(DescribeGroup.notInGroup())
        : ServiceStep.super.refused(request, refused, nothing, turn);
  }
}
