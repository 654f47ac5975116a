package dev.kubezap.whatsapp.group;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.SystemContent;
import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a notification about a group leaves behind beside the group: a {@code system} message of its
 * chat for each thing that it says, and an event. The messages bear the notification's id, by which
 * it is recognised when it comes again.
 */
final class GroupNews {
  private final Node notification;
  private final Jid group;
  private final Optional<GroupParticipant> actor;
  private final Instant at;
  private final Turn turn;

  /**
   * @param notification with an id
   */
  GroupNews(Node notification, Jid group, Optional<GroupParticipant> actor, Turn turn) {
    this.notification = notification;
    this.group = group;
    this.actor = actor;
    this.turn = turn;
    at = notification.time("t").orElse(turn.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** The names that the first message of a notification may have, if it was stored. */
  static List<StanzaName> names(Node notification, Jid group, Optional<GroupParticipant> actor) {
    List<Jid> authors = new ArrayList<>();
    actor.ifPresent(
        one -> {
          authors.add(one.jid());
          one.other().ifPresent(authors::add);
        });
    authors.add(group);
    return StanzaName.of(group, stanzaId(notification, 0), false, authors);
  }

  private static String stanzaId(Node notification, int index) {
    String id = notification.attributes().getOrDefault("id", "");
    return index == 0 ? id : id + "/" + index;
  }

  /**
   * What is stored and told of one thing.
   *
   * @param after the group as it is then, as far as it is known
   */
  Outcome of(int index, GroupChange change, Optional<Group> after) {
    StoredMessage message =
        new StoredMessage(
            turn.newId(),
            stanzaId(notification, index),
            group,
            Optional.empty(),
            actor.map(GroupParticipant::id).orElse(group),
            0,
            false,
            notification.attribute("notify"),
            at,
            content(change),
            ByteString.EMPTY,
            // Nobody waits for a receipt of it.
            MessageStatus.READ,
            Optional.empty(),
            Map.of());
    return Outcome.builder()
        .change(new Change.PutMessage(message))
        .change(new Change.Append(turn.newId(), turn.now(), event(change, after)))
        .build();
  }

  private SystemContent content(GroupChange change) {
    return new SystemContent(
        change.kind().text(),
        actor.map(GroupParticipant::id),
        change.participants().stream().map(GroupParticipant::id).toList(),
        change.kind() == GroupChange.Kind.CREATED
            ? change.group().map(Group::subject)
            : change.value());
  }

  private SessionEvent event(GroupChange change, Optional<Group> after) {
    Optional<Jid> by = actor.map(GroupParticipant::id);
    return switch (change.kind()) {
      case CREATED ->
          change
              .group()
              .<SessionEvent>map(made -> new GroupEvent.Created(made, by))
              .orElseGet(() -> updated(change, by, after));
      case ADDED, REMOVED, PROMOTED, DEMOTED ->
          new GroupEvent.ParticipantsChanged(
              group, change.kind().text(), change.participants(), by, change.value());
      case JOIN_REQUESTED, JOIN_REQUEST_REVOKED ->
          new GroupEvent.JoinRequested(
              group,
              change.kind() == GroupChange.Kind.JOIN_REQUESTED ? "created" : "revoked",
              change.participants(),
              by,
              change.value());
      default -> updated(change, by, after);
    };
  }

  private SessionEvent updated(GroupChange change, Optional<Jid> by, Optional<Group> after) {
    return new GroupEvent.Updated(group, change.kind().text(), change.value(), by, after);
  }

  /** The group's chat, which is called as the group is. */
  Chat chat(Optional<Chat> stored, Optional<Group> after) {
    Optional<String> name =
        after
            .map(Group::subject)
            .filter(subject -> !subject.isEmpty())
            .or(() -> stored.flatMap(Chat::name));
    Instant latest =
        stored.map(Chat::lastMessageAt).filter(before -> before.isAfter(at)).orElse(at);
    return new Chat(group, Optional.empty(), name, latest, stored.map(Chat::unread).orElse(0))
        .keptAs(stored);
  }
}
