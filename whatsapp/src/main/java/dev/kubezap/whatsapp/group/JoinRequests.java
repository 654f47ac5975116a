package dev.kubezap.whatsapp.group;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who asks to be let into a group, for a caller. */
public final class JoinRequests
    implements ServiceStep<JoinRequests.Of, JoinRequests.Waiting, JoinRequests.Nothing> {

  /** The input. */
  public record Of(Jid group) implements ServiceRequest<Waiting> {}

  /**
   * One who asks.
   *
   * @param at when
   * @param method how, such as {@code invite_link}
   */
  public record Request(
      GroupParticipant participant, Optional<Instant> at, Optional<String> method) {}

  /** The answer. */
  public record Waiting(List<Request> requests) {
    public Waiting {
      requests = List.copyOf(requests);
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
        GroupQueries.iq("get", request.group(), Node.of("membership_approval_requests")));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    List<Request> waiting =
        answers.getFirst().child("membership_approval_requests").stream()
            .flatMap(all -> all.children("membership_approval_request").stream())
            .flatMap(
                node ->
                    GroupNode.participant(node)
                        .map(
                            one ->
                                new Request(
                                    one,
                                    node.time("request_time"),
                                    node.attribute("request_method")))
                        .stream())
            .toList();
    return Outcome.builder()
        .add(LearnGroup.pairs(waiting.stream().map(Request::participant).toList(), turn))
        .add(ServiceStep.given(new Waiting(waiting)))
        .build();
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return DescribeGroup.refused(request.group(), refused);
  }
}
