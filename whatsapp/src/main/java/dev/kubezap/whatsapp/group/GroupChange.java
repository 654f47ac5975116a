package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one child of a notification about a group says (PROTOCOL 10, PROTOCOL-2026 5).
 *
 * @param kind what was changed
 * @param participants whom it is about
 * @param value what it is now: a text, {@code on} or {@code off}, seconds, or the name of a kind
 *     that is not known
 * @param group the whole group, where it is told
 */
record GroupChange(
    Kind kind, List<GroupParticipant> participants, Optional<String> value, Optional<Group> group) {

  /** What was changed. */
  enum Kind {
    /** The group was made, or this account came into it. */
    CREATED("created"),
    ADDED("added"),
    REMOVED("removed"),
    PROMOTED("promoted"),
    DEMOTED("demoted"),
    SUBJECT("subject"),
    DESCRIPTION("description"),
    ANNOUNCE("announce"),
    LOCKED("locked"),
    EPHEMERAL("ephemeral"),
    MEMBER_ADD_MODE("memberAddMode"),
    JOIN_APPROVAL("joinApproval"),
    /** It has another picture, which the value names, or none. */
    PICTURE("picture"),
    /** The link was given up for another. */
    INVITE_REVOKED("inviteRevoked"),
    JOIN_REQUESTED("joinRequested"),
    /** Requests were rejected, or taken back by who made them. */
    JOIN_REQUEST_REVOKED("joinRequestRevoked"),
    DELETED("deleted"),
    /** Something that this version does not know. */
    UNKNOWN("unknown");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The name in documents. */
    String text() {
      return text;
    }
  }

  GroupChange {
    participants = List.copyOf(participants);
  }

  static GroupChange read(Node child) {
    return switch (child.tag()) {
      case "create" ->
          new GroupChange(
              Kind.CREATED,
              List.of(),
              child.attribute("type").or(() -> child.attribute("reason")),
              child.child("group").flatMap(GroupNode::read));
      case "add" -> people(Kind.ADDED, child);
      case "remove" -> people(Kind.REMOVED, child);
      case "promote" -> people(Kind.PROMOTED, child);
      case "demote" -> people(Kind.DEMOTED, child);
      case "subject" -> value(Kind.SUBJECT, child.attribute("subject"));
      case "description" -> value(Kind.DESCRIPTION, child.child("body").flatMap(Node::text));
      case "announcement" -> flag(Kind.ANNOUNCE, true);
      case "not_announcement" -> flag(Kind.ANNOUNCE, false);
      case "locked" -> flag(Kind.LOCKED, true);
      case "unlocked" -> flag(Kind.LOCKED, false);
      case "ephemeral" ->
          value(
              Kind.EPHEMERAL, Optional.of(Long.toString(GroupNode.expiration(child).toSeconds())));
      case "not_ephemeral" -> value(Kind.EPHEMERAL, Optional.of("0"));
      case "member_add_mode" -> value(Kind.MEMBER_ADD_MODE, child.text());
      case "membership_approval_mode" ->
          value(
              Kind.JOIN_APPROVAL,
              child.child("group_join").flatMap(join -> join.attribute("state")));
      case "revoke_invite" -> value(Kind.INVITE_REVOKED, Optional.empty());
      case "created_membership_requests" ->
          new GroupChange(
              Kind.JOIN_REQUESTED,
              child.children("requested_user").stream()
                  .flatMap(user -> GroupNode.participant(user).stream())
                  .toList(),
              child.attribute("request_method"),
              Optional.empty());
      case "revoked_membership_requests" -> people(Kind.JOIN_REQUEST_REVOKED, child);
      case "delete" -> value(Kind.DELETED, child.attribute("reason"));
      default -> value(Kind.UNKNOWN, Optional.of(child.tag()));
    };
  }

  /** What the child of a notification about a picture says (PROTOCOL 11). */
  static GroupChange picture(Node child) {
    return switch (child.tag()) {
      case "set" -> value(Kind.PICTURE, child.attribute("id"));
      case "delete" -> value(Kind.PICTURE, Optional.empty());
      default -> value(Kind.UNKNOWN, Optional.of(child.tag()));
    };
  }

  private static GroupChange people(Kind kind, Node child) {
    return new GroupChange(
        kind, GroupNode.participants(child), child.attribute("reason"), Optional.empty());
  }

  private static GroupChange value(Kind kind, Optional<String> value) {
    return new GroupChange(kind, List.of(), value, Optional.empty());
  }

  private static GroupChange flag(Kind kind, boolean on) {
    return value(kind, Optional.of(on ? "on" : "off"));
  }

  /**
   * The group after it; empty when only the service can tell how it is now. The same change applied
   * twice leaves the same group.
   *
   * @param descriptionId of the child that said so
   */
  Optional<Group> applied(Group before, Optional<String> descriptionId) {
    Group.Settings settings = before.settings();
    boolean on = value.filter("on"::equals).isPresent();
    return switch (kind) {
      case CREATED -> group;
      case ADDED -> nobody() ? Optional.empty() : Optional.of(before.with(participants));
      case REMOVED -> nobody() ? Optional.empty() : Optional.of(before.without(participants));
      case PROMOTED -> promoted(before);
      case DEMOTED -> role(before, GroupParticipant.Role.MEMBER);
      case SUBJECT -> value.map(before::withSubject);
      case DESCRIPTION ->
          Optional.of(before.withDescription(value.filter(text -> !text.isEmpty()), descriptionId));
      case ANNOUNCE -> Optional.of(before.with(settings.withAnnounce(on)));
      case LOCKED -> Optional.of(before.with(settings.withLocked(on)));
      case EPHEMERAL ->
          value.map(
              seconds ->
                  before.with(settings.withEphemeral(Duration.ofSeconds(Long.parseLong(seconds)))));
      case MEMBER_ADD_MODE ->
          value.map(mode -> before.with(settings.withAdminsAdd(!mode.equals("all_member_add"))));
      case JOIN_APPROVAL -> value.map(_ -> before.with(settings.withJoinApproval(on)));
      case PICTURE, INVITE_REVOKED, JOIN_REQUESTED, JOIN_REQUEST_REVOKED -> Optional.of(before);
      case DELETED, UNKNOWN -> Optional.empty();
    };
  }

  private boolean nobody() {
    return participants.isEmpty();
  }

  private Optional<Group> promoted(Group before) {
    boolean creators =
        participants.stream().anyMatch(one -> one.role() == GroupParticipant.Role.SUPERADMIN);
    return creators ? Optional.empty() : role(before, GroupParticipant.Role.ADMIN);
  }

  private Optional<Group> role(Group before, GroupParticipant.Role role) {
    boolean known =
        participants.stream().allMatch(one -> before.participants().stream().anyMatch(one::isSame));
    return nobody() || !known ? Optional.empty() : Optional.of(before.withRole(participants, role));
  }

  /** Whether it says that this account is in the group no more. */
  boolean ends(GroupParticipant own) {
    return kind == Kind.DELETED
        || (kind == Kind.REMOVED && participants.stream().anyMatch(own::isSame));
  }

  /** Hides what it is now. */
  @Override
  public String toString() {
    return "GroupChange[" + kind + "]";
  }
}
