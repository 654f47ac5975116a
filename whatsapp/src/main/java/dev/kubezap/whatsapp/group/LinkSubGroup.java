package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Makes a group one of a community, or takes it out of it; its people stay as they are. */
public final class LinkSubGroup
    implements ServiceStep<LinkSubGroup.Of, Done, LinkSubGroup.Nothing> {

  /**
   * The input.
   *
   * @param link whether it is to belong to it
   */
  public record Of(Jid community, Jid group, boolean link) implements ServiceRequest<Done> {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    Node group = Node.of("group").with("jid", request.group());
    Node content =
        request.link()
            ? Node.of("links", Node.of("link", group).with("link_type", "sub_group"))
            : Node.of("unlink", group).with("unlink_type", "sub_group");
    return List.of(GroupQueries.iq("set", request.community(), content));
  }

  /** What it says of the one group; without a word of an error it is done. */
  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    Node iq = answers.getFirst();
    OptionalLong error =
        (request.link()
                ? iq.child("links").flatMap(links -> links.child("link"))
                : iq.child("unlink"))
            .flatMap(told -> told.child("group"))
            .map(group -> group.number("error"))
            .orElse(OptionalLong.empty());
    return error.isPresent()
        ? ServiceStep.answer(
            new ServiceAnswer.Refused<Done>(
                (int) Math.clamp(error.getAsLong(), 400, 599), Duration.ZERO))
        : Outcome.builder()
            .add(RefreshGroup.wanted(request.group()))
            .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done())))
            .build();
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return refused.code() == 404
        ? ServiceStep.answer(DescribeGroup.notInGroup())
        : ServiceStep.super.refused(request, refused, nothing, turn);
  }
}
