package dev.kubezap.whatsapp.groupchange;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What is known of each kind of change. */
final class GroupChangeKind {
  private GroupChangeKind() {}

  /** What its own step decides about it, from the answers to its own questions. */
  static Supplier<Outcome> deciding(
      ServiceRequest<?> change, Work<?> work, StateReader state, Turn turn) {
    return switch (change) {
      case CreateGroup.Of of -> bound(new CreateGroup(), of, work, state, turn);
      case ChangeGroup.Of of -> bound(new ChangeGroup(), of, work, state, turn);
      case ChangeParticipants.Of of -> bound(new ChangeParticipants(), of, work, state, turn);
      case LeaveGroup.Of of -> bound(new LeaveGroup(), of, work, state, turn);
      case InviteCode.Of of -> bound(new InviteCode(), of, work, state, turn);
      case JoinGroup.Of of -> bound(new JoinGroup(), of, work, state, turn);
      default -> throw new IllegalArgumentException(change.getClass() + " changes no group");
    };
  }

  private static <I, G> Supplier<Outcome> bound(
      Step<I, G> step, I change, Work<?> work, StateReader state, Turn turn) {
    Work<I> own = new Work<>(change, work.replies(), work.asked());
    G gathered = step.gather(own, state, turn);
    return () -> step.decide(own, gathered, turn);
  }

  /** Its stable name, in kebab case. */
  static String name(ServiceRequest<?> change) {
    return switch (change) {
      case CreateGroup.Of _ -> "create";
      case ChangeGroup.Of(Jid _, ChangeGroup.What what) -> name(what);
      case ChangeParticipants.Of of -> of.action().name().toLowerCase(Locale.ROOT);
      case LeaveGroup.Of _ -> "leave";
      case InviteCode.Of _ -> "revoke-invite";
      case JoinGroup.Of _ -> "join";
      default -> throw new IllegalArgumentException(change.getClass() + " changes no group");
    };
  }

  private static String name(ChangeGroup.What what) {
    return switch (what) {
      case ChangeGroup.Subject _ -> "subject";
      case ChangeGroup.Description _ -> "description";
      case ChangeGroup.Announce _ -> "announce";
      case ChangeGroup.Locked _ -> "locked";
      case ChangeGroup.JoinApproval _ -> "join-approval";
      case ChangeGroup.AdminsAdd _ -> "admins-add";
      case ChangeGroup.Ephemeral _ -> "ephemeral";
    };
  }

  /** The group that it changes; empty when it has no id yet. */
  static Optional<Jid> group(ServiceRequest<?> change) {
    return switch (change) {
      case ChangeGroup.Of of -> Optional.of(of.group());
      case ChangeParticipants.Of of -> Optional.of(of.group());
      case LeaveGroup.Of of -> Optional.of(of.group());
      case InviteCode.Of of -> Optional.of(of.group());
      default -> Optional.empty();
    };
  }

  /**
   * Whether it may be asked for again when nobody knows whether it was done: it changes nothing
   * then, or it can be seen. A second revocation gives up the link that the first one made.
   */
  static boolean isRepeatable(ServiceRequest<?> change) {
    return !(change instanceof InviteCode.Of);
  }

  /** Whether the service says by a refusal that it was done before. */
  static boolean isDone(ServiceRequest<?> change, ServiceAnswer.Impossible<?> answer) {
    return (change instanceof JoinGroup.Of && answer.code().equals("already-in-group"))
        || (change instanceof LeaveGroup.Of && answer.code().equals("not-in-group"));
  }
}
