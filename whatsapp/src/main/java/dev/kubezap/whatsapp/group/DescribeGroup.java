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

/** One group, for a caller: as it is stored, or as the service describes it. */
public final class DescribeGroup implements ServiceStep<DescribeGroup.Of, Group, Optional<Group>> {

  /** The input. */
  public record Of(Jid group) implements ServiceRequest<Group> {}

  @Override
  public Optional<Group> gather(Work<Of> work, StateReader state, Turn turn) {
    return GroupKey.read(work.input().group(), state);
  }

  @Override
  public Optional<Outcome> unasked(Of request, Optional<Group> stored, Turn turn) {
    return stored.map(ServiceStep::given);
  }

  @Override
  public List<Node> queries(Of request, Optional<Group> stored, Turn turn) {
    return List.of(GroupQueries.one(request.group()));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Optional<Group> stored, Turn turn) {
    return described(request.group(), answers.getFirst(), turn);
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Optional<Group> stored, Turn turn) {
    return refused.code() == 403
        ? Outcome.builder()
            .add(LearnGroup.gone(request.group()))
            .effect(new Effect.Answer(notInGroup()))
            .build()
        : refused(request.group(), refused);
  }

  /** Stores what the service described, and gives it to the caller. */
  static Outcome described(Jid id, Node answer, Turn turn) {
    return GroupQueries.read(answer)
        .filter(group -> group.id().equals(id))
        .map(
            group ->
                Outcome.builder()
                    .add(LearnGroup.described(group, turn))
                    .effect(new Effect.Answer(new ServiceAnswer.Given<>(group)))
                    .build())
        .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Group>()));
  }

  /** There is no such group, or this account is not in it. */
  static ServiceAnswer<?> notInGroup() {
    return new ServiceAnswer.Impossible<>(
        "not-in-group", "There is no such group, or this account is not in it.");
  }

  /** A group that is there no more, or that this account is not in, is forgotten. */
  static Outcome refused(Jid group, Reply.Refused refused) {
    return refused.code() == 404
        ? Outcome.builder()
            .add(LearnGroup.gone(group))
            .effect(new Effect.Answer(notInGroup()))
            .build()
        : ServiceStep.answer(new ServiceAnswer.Refused<>(refused.code(), refused.retryAfter()));
  }
}
