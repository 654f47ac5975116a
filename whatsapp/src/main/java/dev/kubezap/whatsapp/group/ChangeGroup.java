package dev.kubezap.whatsapp.group;

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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Changes one thing of a group for a caller, and asks how the group is then. The notification of
 * the change comes as it does to everybody.
 */
public final class ChangeGroup implements ServiceStep<ChangeGroup.Of, Group, Optional<Group>> {

  /** The input. */
  public record Of(Jid group, What what) implements ServiceRequest<Group> {}

  /** What is changed. */
  public sealed interface What {}

  /** The name. */
  public record Subject(String text) implements What {
    /** Hides the text. */
    @Override
    public String toString() {
      return "Subject[]";
    }
  }

  /**
   * What the group says of itself.
   *
   * @param text empty to take it away
   */
  public record Description(Optional<String> text) implements What {
    /** Hides the text. */
    @Override
    public String toString() {
      return "Description[]";
    }
  }

  /** Whether only admins write. */
  public record Announce(boolean on) implements What {}

  /** Whether only admins change what the group is like. */
  public record Locked(boolean on) implements What {}

  /** Whether admins decide who joins. */
  public record JoinApproval(boolean on) implements What {}

  /** Whether only admins add participants. */
  public record AdminsAdd(boolean on) implements What {}

  /**
   * After what time messages disappear.
   *
   * @param after whole seconds; zero for never
   */
  public record Ephemeral(Duration after) implements What {}

  @Override
  public Optional<Group> gather(Work<Of> work, StateReader state, Turn turn) {
    return state.read(new GroupKey(work.input().group()));
  }

  @Override
  public List<Node> queries(Of request, Optional<Group> stored, Turn turn) {
    Node change = node(request.what(), stored, turn);
    return List.of(
        GroupQueries.iq("set", request.group(), change), GroupQueries.one(request.group()));
  }

  private static Node node(What what, Optional<Group> stored, Turn turn) {
    return switch (what) {
      case Subject(String text) -> Node.of("subject").withText(text);
      case Description(Optional<String> text) -> description(text, stored, turn);
      case Announce(boolean on) -> Node.of(on ? "announcement" : "not_announcement");
      case Locked(boolean on) -> Node.of(on ? "locked" : "unlocked");
      case JoinApproval(boolean on) ->
          Node.of(
              "membership_approval_mode", Node.of("group_join").with("state", on ? "on" : "off"));
      case AdminsAdd(boolean on) ->
          Node.of("member_add_mode").withText(on ? "admin_add" : "all_member_add");
      case Ephemeral(Duration after) ->
          after.isZero()
              ? Node.of("not_ephemeral")
              : Node.of("ephemeral").with("expiration", after.toSeconds());
    };
  }

  private static Node description(Optional<String> text, Optional<Group> stored, Turn turn) {
    String id = turn.newId().replace("-", "").toUpperCase(Locale.ROOT);
    Node node =
        text.map(body -> Node.of("description", Node.of("body").withText(body)).with("id", id))
            .orElseGet(() -> Node.of("description").with("delete", "true"));
    return node.withIfPresent("prev", stored.flatMap(Group::descriptionId));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Optional<Group> stored, Turn turn) {
    return DescribeGroup.described(request.group(), answers.getLast(), turn);
  }

  /** Somebody else may have changed it meanwhile: then it is asked for before the next attempt. */
  @Override
  public Outcome refused(Of request, Reply.Refused refused, Optional<Group> stored, Turn turn) {
    Outcome outcome = DescribeGroup.refused(request.group(), refused);
    return refused.code() == 409
        ? Outcome.builder().add(outcome).add(RefreshGroup.wanted(request.group())).build()
        : outcome;
  }
}
