package dev.kubezap.simulator.group;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import java.util.List;

/** What a group is called, and what is allowed in it. */
final class SettingChanges {
  private static final int DESCRIPTION = 2048;

  private final Groups groups;

  SettingChanges(Groups groups) {
    this.groups = groups;
  }

  void change(Account actor, Group group, Node request) {
    switch (request.tag()) {
      case "subject" -> subject(actor, group, request.content().toUtf8());
      case "description" -> description(actor, group, request);
      case "announcement", "not_announcement" -> announce(actor, group, request.tag());
      case "locked", "unlocked" -> {
        admin(actor, group);
        put(actor, group, group.settings.locked(request.tag().equals("locked")), request);
      }
      case "ephemeral" -> ephemeral(actor, group, request, request.attribute("expiration"));
      case "not_ephemeral" -> ephemeral(actor, group, request, "0");
      case "membership_approval_mode" -> approval(actor, group, request);
      case "member_add_mode" -> addMode(actor, group, request.content().toUtf8());
      default -> throw IqException.of(400);
    }
  }

  private static void admin(Account actor, Group group) {
    if (!group.isAdmin(actor)) {
      throw IqException.of(403);
    }
  }

  private static void unlocked(Account actor, Group group) {
    if (group.settings.locked()) {
      admin(actor, group);
    }
  }

  private void put(Account actor, Group group, GroupSettings settings, Node told) {
    group.settings = settings;
    groups.tell(group, actor, told);
  }

  private void subject(Account actor, Group group, String subject) {
    unlocked(actor, group);
    if (subject.isBlank() || subject.codePointCount(0, subject.length()) > MemberChanges.SUBJECT) {
      throw IqException.of(406);
    }
    long now = groups.now();
    group.texts = group.texts.subject(subject, actor.phoneNumber(), now);
    groups.tell(
        group,
        actor,
        Node.of("subject")
            .with("subject", subject)
            .with("s_t", now)
            .with("s_o", group.jidOf(actor)));
  }

  private void description(Account actor, Group group, Node request) {
    unlocked(actor, group);
    boolean delete = request.attribute("delete").equals("true");
    String id = request.attribute("id");
    String text = request.childData("body").toUtf8();
    if (!request.attribute("prev").equals(group.texts.descriptionId())) {
      throw IqException.of(409);
    }
    if (text.codePointCount(0, text.length()) > DESCRIPTION) {
      throw IqException.of(406);
    }
    if (delete == request.child("body").isPresent() || (!delete && id.isEmpty())) {
      throw IqException.of(400);
    }
    String by = actor.phoneNumber();
    Node told;
    if (delete) {
      String newId = groups.newInvite();
      group.texts = group.texts.description("", newId, by, groups.now());
      told = Node.of("description", Node.of("delete")).with("id", newId);
    } else {
      group.texts = group.texts.description(text, id, by, groups.now());
      told = Node.of("description", Node.of("body", Bytes.utf8(text))).with("id", id);
    }
    groups.tell(group, actor, told);
  }

  private void announce(Account actor, Group group, String tag) {
    admin(actor, group);
    long before = group.announceVersion;
    group.announceVersion = groups.newVersion(before);
    Node told = Node.of(tag).with("prev_v_id", before).with("v_id", group.announceVersion);
    put(actor, group, group.settings.announce(tag.equals("announcement")), told);
  }

  private void ephemeral(Account actor, Group group, Node request, String seconds) {
    unlocked(actor, group);
    if (!seconds.matches("[0-9]{1,8}")) {
      throw IqException.of(400);
    }
    put(actor, group, group.settings.ephemeral(Integer.parseInt(seconds)), request);
  }

  private void approval(Account actor, Group group, Node request) {
    admin(actor, group);
    String state = request.child("group_join").map(node -> node.attribute("state")).orElse("");
    if (!List.of("on", "off").contains(state)) {
      throw IqException.of(400);
    }
    put(actor, group, group.settings.joinApproval(state.equals("on")), request);
  }

  private void addMode(Account actor, Group group, String mode) {
    admin(actor, group);
    if (!List.of("admin_add", "all_member_add").contains(mode)) {
      throw IqException.of(400);
    }
    GroupSettings settings = group.settings.adminAdd(mode.equals("admin_add"));
    put(actor, group, settings, GroupNodes.addMode(settings));
  }
}
