package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group changed, whoever changed it: notification {@code w:gp2}. What is stored of the group
 * follows it as far as the notification says how; otherwise the group is asked for.
 */
public final class GroupChanged implements Step<Node, GroupChanged.Gathered> {

  /**
   * What is stored.
   *
   * @param group the group of the notification; empty when it names none
   * @param known what is stored of it
   */
  public record Gathered(Optional<Jid> group, Optional<Group> known) {}

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    Optional<Jid> group = work.input().jid("from").filter(Jid::isGroup);
    return new Gathered(group, group.flatMap(id -> state.read(new GroupKey(id))));
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    Node notification = work.input();
    Outcome.Builder outcome = Outcome.builder();
    if (gathered.group().isPresent() && turn.identity().isPresent()) {
      DeviceIdentity self = turn.identity().get();
      outcome.add(changed(notification, gathered.group().get(), gathered.known(), self, turn));
    }
    Acknowledgement.of(notification).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static Outcome changed(
      Node notification, Jid id, Optional<Group> known, DeviceIdentity self, Turn turn) {
    GroupParticipant own = own(self);
    Outcome.Builder outcome = Outcome.builder();
    List<GroupParticipant> people = new ArrayList<>(actor(notification).stream().toList());
    Optional<Group> group = known;
    boolean stale = false;
    for (Node child : notification.children()) {
      GroupChange change = GroupChange.read(child);
      people.addAll(change.participants());
      if (change.ends(own)) {
        return outcome.add(LearnGroup.gone(id)).add(LearnGroup.pairs(people, turn)).build();
      }
      Optional<Group> next =
          change.kind() == GroupChange.Kind.CREATED
              ? change.group().filter(one -> one.id().equals(id))
              : group.flatMap(before -> change.applied(before, child.attribute("id")));
      stale |= next.isEmpty();
      people.addAll(change.group().map(Group::participants).orElse(List.of()));
      group = next.or(() -> known);
    }
    stale |= anotherMode(notification, group);
    if (!group.equals(known)) {
      group.ifPresent(after -> outcome.change(new Change.Put<>(new GroupKey(after.id()), after)));
    }
    if (stale) {
      outcome.add(RefreshGroup.wanted(id));
    }
    return outcome.add(LearnGroup.pairs(people, turn)).build();
  }

  /** This account, by both names. */
  static GroupParticipant own(DeviceIdentity self) {
    return new GroupParticipant(
        self.jid().account(),
        self.lid().map(Jid::account),
        GroupParticipant.Role.MEMBER,
        Optional.empty());
  }

  /** Who did it, when it is said. */
  static Optional<GroupParticipant> actor(Node notification) {
    return notification
        .jid("participant")
        .map(Jid::account)
        .filter(Jid::isUser)
        .map(
            jid ->
                new GroupParticipant(
                    jid,
                    notification
                        .jid(jid.isLid() ? "participant_pn" : "participant_lid")
                        .map(Jid::account)
                        .filter(other -> jid.isLid() ? other.isPhoneNumber() : other.isLid()),
                    GroupParticipant.Role.MEMBER,
                    Optional.empty()));
  }

  private static boolean anotherMode(Node notification, Optional<Group> group) {
    Optional<String> mode = notification.attribute("addressing_mode");
    return mode.isPresent()
        && group.filter(one -> !one.addressing().wire().equals(mode.get())).isPresent();
  }
}
