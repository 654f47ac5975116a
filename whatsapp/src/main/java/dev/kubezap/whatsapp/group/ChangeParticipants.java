package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Lets people into a group for a caller, removes them, or changes what they may do. */
public final class ChangeParticipants
    implements ServiceStep<
        ChangeParticipants.Of, ChangeParticipants.Changed, ChangeParticipants.Gathered> {

  /** What is done with them. */
  public enum Action {
    ADD("add"),
    REMOVE("remove"),
    PROMOTE("promote"),
    DEMOTE("demote"),
    /** Lets those in who asked. */
    APPROVE("approve"),
    /** Does not let them in. */
    REJECT("reject");

    private final String tag;

    Action(String tag) {
      this.tag = tag;
    }
  }

  /** The input. */
  public record Of(Jid group, Action action, List<Jid> participants)
      implements ServiceRequest<Changed> {
    public Of {
      participants = List.copyOf(participants);
    }
  }

  /** The answer: whether it worked with each. */
  public record Changed(List<ParticipantAnswer> participants) {
    public Changed {
      participants = List.copyOf(participants);
    }
  }

  /** What is known of the group and of them. */
  public static final class Gathered {
    private final Optional<Group> group;
    private final List<Invitee> people;

    Gathered(Optional<Group> group, List<Invitee> people) {
      this.group = group;
      this.people = List.copyOf(people);
    }
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    return new Gathered(
        state.read(new GroupKey(work.input().group())),
        Invitee.of(work.input().participants(), state, turn));
  }

  @Override
  public List<Node> queries(Of request, Gathered gathered, Turn turn) {
    Action action = request.action();
    Node changed =
        Node.of(action.tag)
            .withChildren(
                gathered.people.stream().map(one -> node(action, one, gathered.group)).toList());
    boolean decision = action == Action.APPROVE || action == Action.REJECT;
    return List.of(
        GroupQueries.iq(
            "set",
            request.group(),
            decision ? Node.of("membership_requests_action", changed) : changed),
        GroupQueries.one(request.group()));
  }

  /** Whoever is in the group is named as the group names him. */
  private static Node node(Action action, Invitee person, Optional<Group> group) {
    boolean byLid =
        group.map(one -> one.addressing() == Group.Addressing.LID).orElse(person.named().isLid());
    return switch (action) {
      case ADD -> person.invited(byLid);
      case REMOVE, PROMOTE, DEMOTE ->
          group
              .flatMap(one -> one.participant(person.named()))
              .map(known -> Node.of("participant").with("jid", known.jid()))
              .orElseGet(() -> person.node(byLid));
      case APPROVE, REJECT -> person.node(byLid);
    };
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Gathered gathered, Turn turn) {
    Node first = answers.getFirst();
    List<ParticipantAnswer> all =
        first
            .child("membership_requests_action")
            .or(() -> Optional.of(first))
            .flatMap(parent -> parent.child(request.action().tag))
            .map(ParticipantAnswer::read)
            .orElse(List.of());
    Outcome.Builder outcome = Outcome.builder();
    GroupQueries.read(answers.getLast())
        .filter(group -> group.id().equals(request.group()))
        .ifPresent(group -> outcome.add(LearnGroup.described(group, turn)));
    return outcome.effect(new Effect.Answer(new ServiceAnswer.Given<>(new Changed(all)))).build();
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Gathered gathered, Turn turn) {
    return DescribeGroup.refused(request.group(), refused);
  }
}
