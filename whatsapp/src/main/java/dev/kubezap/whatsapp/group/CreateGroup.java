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

/** Makes a group for a caller. */
public final class CreateGroup
    implements ServiceStep<CreateGroup.Of, CreateGroup.Made, CreateGroup.Gathered> {

  /**
   * The input.
   *
   * @param subject 1 to {@link GroupLimits#SUBJECT} characters
   * @param participants accounts beside this one
   * @param community the one that it is to belong to
   */
  public record Of(String subject, List<Jid> participants, Optional<Jid> community)
      implements ServiceRequest<Made> {
    public Of {
      participants = List.copyOf(participants);
    }

    /** By itself. */
    public Of(String subject, List<Jid> participants) {
      this(subject, participants, Optional.empty());
    }

    /** Hides the subject. */
    @Override
    public String toString() {
      return "Of[" + participants.size() + " participants]";
    }
  }

  /**
   * The answer.
   *
   * @param participants whether each of them came in
   */
  public record Made(Group group, List<ParticipantAnswer> participants) {
    public Made {
      participants = List.copyOf(participants);
    }
  }

  /** What is known of those who are to come in. */
  public static final class Gathered {
    private final List<Invitee> invitees;

    Gathered(List<Invitee> invitees) {
      this.invitees = List.copyOf(invitees);
    }
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    return new Gathered(Invitee.of(work.input().participants(), state, turn));
  }

  @Override
  public List<Node> queries(Of request, Gathered gathered, Turn turn) {
    List<Node> content = new ArrayList<>();
    gathered.invitees.forEach(invitee -> content.add(invitee.invited(true)));
    request
        .community()
        .ifPresent(community -> content.add(Node.of("linked_parent").with("jid", community)));
    return List.of(
        GroupQueries.iq(
            "set",
            Jid.GROUP_SERVICE,
            Node.of("create")
                .with("subject", request.subject())
                .with("key", turn.newId().replace("-", ""))
                .withChildren(content)));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Gathered gathered, Turn turn) {
    Optional<Node> node = answers.getFirst().child("group");
    Optional<Group> made = node.flatMap(GroupNode::read);
    if (made.isEmpty()) {
      return ServiceStep.answer(new ServiceAnswer.Unanswered<Made>());
    }
    List<ParticipantAnswer> all =
        ParticipantAnswer.read(node.get()).stream()
            .filter(
                answer ->
                    turn.identity()
                        .filter(self -> GroupChanged.own(self).isSame(answer.participant()))
                        .isEmpty())
            .toList();
    return Outcome.builder()
        .add(LearnGroup.described(made.get(), turn))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Made(made.get(), all))))
        .build();
  }
}
