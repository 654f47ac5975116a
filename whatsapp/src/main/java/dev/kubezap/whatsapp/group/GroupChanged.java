package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
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
 * A group changed, whoever changed it: notification {@code w:gp2}, of its picture {@code picture}.
 * What is stored of the group follows it as far as the notification says how; otherwise the group
 * is asked for. Each thing that it says is a {@code system} message of the chat and an event, once,
 * however often it comes.
 */
public final class GroupChanged implements Step<Node, GroupChanged.Gathered> {

  /**
   * What is stored.
   *
   * @param group the group of the notification; empty when it names none
   * @param known what is stored of it
   * @param chat its chat
   * @param told whether the notification was handled before
   * @param actor who did it, by both names as far as they are known
   */
  public record Gathered(
      Optional<Jid> group,
      Optional<Group> known,
      Optional<Chat> chat,
      boolean told,
      Optional<GroupParticipant> actor) {}

  /** Whether a stanza says that the picture of a group changed. */
  public static boolean wantsPicture(Node stanza) {
    return ofPicture(stanza) && stanza.jid("from").filter(Jid::isGroup).isPresent();
  }

  private static boolean ofPicture(Node stanza) {
    return stanza.is("notification") && stanza.has("type", "picture");
  }

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    Node notification = work.input();
    Optional<Jid> from = notification.jid("from").filter(Jid::isGroup);
    if (from.isEmpty()) {
      return new Gathered(from, Optional.empty(), Optional.empty(), false, Optional.empty());
    }
    Jid group = from.get();
    Optional<GroupParticipant> actor = actor(notification).map(one -> named(one, state));
    return new Gathered(
        from,
        state.read(new GroupKey(group)),
        state.chat(group),
        state.firstByStanza(GroupNews.names(notification, group, actor)).isPresent(),
        actor);
  }

  private static GroupParticipant named(GroupParticipant actor, StateReader state) {
    return actor.jid().isLid() && actor.phone().isEmpty()
        ? new GroupParticipant(
            actor.jid(), state.read(new PhoneOfLid(actor.jid())), actor.role(), actor.displayName())
        : actor;
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    Node notification = work.input();
    Outcome.Builder outcome = Outcome.builder();
    boolean named = notification.attribute("id").isPresent();
    if (gathered.group().isPresent() && turn.identity().isPresent() && named && !gathered.told()) {
      outcome.add(changed(notification, gathered, turn.identity().get(), turn));
    }
    Acknowledgement.of(notification).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static Outcome changed(
      Node notification, Gathered gathered, DeviceIdentity self, Turn turn) {
    Jid id = gathered.group().orElseThrow();
    Optional<Group> known = gathered.known();
    GroupNews news = new GroupNews(notification, id, gathered.actor(), turn);
    Outcome.Builder outcome = Outcome.builder();
    List<GroupParticipant> people = new ArrayList<>(actor(notification).stream().toList());
    Optional<Group> group = known;
    boolean stale = false;
    boolean over = false;
    int index = 0;
    for (Node child : notification.children()) {
      GroupChange change =
          ofPicture(notification) ? GroupChange.picture(child) : GroupChange.read(child);
      Optional<Group> next =
          change.kind() == GroupChange.Kind.CREATED
              ? change.group().filter(one -> one.id().equals(id))
              : group.flatMap(before -> change.applied(before, child.attribute("id")));
      stale |= next.isEmpty();
      over |= change.ends(own(self));
      group = next.or(() -> known);
      people.addAll(change.participants());
      people.addAll(change.group().map(Group::participants).orElse(List.of()));
      outcome.add(news.of(index++, change, group));
    }
    if (index > 0) {
      outcome.change(new Change.PutChat(news.chat(gathered.chat(), group)));
    }
    outcome.add(LearnGroup.pairs(people, turn));
    if (over) {
      return outcome.add(LearnGroup.gone(id)).build();
    }
    if (!group.equals(known)) {
      group.ifPresent(after -> outcome.change(new Change.Put<>(new GroupKey(after.id()), after)));
    }
    if (stale || anotherMode(notification, group)) {
      outcome.add(RefreshGroup.wanted(id));
    }
    return outcome.build();
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
  private static Optional<GroupParticipant> actor(Node notification) {
    return notification
        .jid("participant")
        .or(() -> author(notification))
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

  /** Of a picture it is said beside the picture. */
  private static Optional<Jid> author(Node notification) {
    return ofPicture(notification)
        ? notification.children().stream()
            .flatMap(child -> child.jid("author").stream())
            .findFirst()
        : Optional.empty();
  }

  private static boolean anotherMode(Node notification, Optional<Group> group) {
    Optional<String> mode = notification.attribute("addressing_mode");
    return mode.isPresent()
        && group.filter(one -> !one.addressing().wire().equals(mode.get())).isPresent();
  }
}
