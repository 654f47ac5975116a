package dev.kubezap.simulator.group;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import java.util.Map;

/** Groups as nodes. */
final class GroupNodes {
  private GroupNodes() {}

  /** With everything that a participant is told. */
  static Node whole(Group group) {
    Node node = head(group);
    for (Map.Entry<Account, Role> entry : group.members().entrySet()) {
      node =
          node.plus(
              participant(group, entry.getKey()).withNonEmpty("type", entry.getValue().wire()));
    }
    return settings(group, description(group, node));
  }

  /** What members of a community are told of its groups. */
  static Node linked(Group group) {
    Node head = head(group);
    return group.part == Group.Part.ANNOUNCEMENTS ? head.plus(Node.of("default_sub_group")) : head;
  }

  /** What somebody is told who has a link to it. */
  static Node preview(Group group) {
    Node owner = participant(group, group.creator()).with("type", "superadmin");
    return settings(group, description(group, head(group).plus(owner)));
  }

  private static Node head(Group group) {
    GroupTexts texts = group.texts();
    Node node =
        Node.of("group")
            .with("id", group.id())
            .with("creation", group.creation())
            .with("creator", group.jidOf(group.creator()))
            .with("subject", texts.subject())
            .with("s_t", texts.subjectAt())
            .with("s_o", jid(group, texts.subjectBy()))
            .with("size", group.members().size())
            .with("addressing_mode", group.addressingMode())
            .with("p_v_id", group.participantsVersion)
            .with("a_v_id", group.announceVersion);
    if (!group.lid()) {
      return node;
    }
    Node told =
        group.creator().hidesNumber()
            ? node
            : node.with("creator_pn", group.creator().phoneNumberJid());
    boolean hidden =
        group.members().keySet().stream()
            .filter(Account::hidesNumber)
            .anyMatch(account -> account.phoneNumber().equals(texts.subjectBy()));
    return hidden ? told : told.with("s_o_pn", Jid.phoneNumber(texts.subjectBy(), 0));
  }

  private static Jid jid(Group group, String number) {
    return group.members().keySet().stream()
        .filter(account -> account.phoneNumber().equals(number))
        .findFirst()
        .map(group::jidOf)
        .orElse(Jid.phoneNumber(number, 0));
  }

  private static Node description(Group group, Node node) {
    GroupTexts texts = group.texts();
    return texts.descriptionId().isEmpty()
        ? node
        : node.plus(
            Node.of("description", Node.of("body", Bytes.utf8(texts.description())))
                .with("id", texts.descriptionId())
                .with("t", texts.descriptionAt())
                .with("participant", jid(group, texts.descriptionBy())));
  }

  private static Node settings(Group group, Node node) {
    GroupSettings settings = group.settings();
    Node all = node;
    if (settings.announce()) {
      all = all.plus(Node.of("announcement"));
    }
    if (settings.locked()) {
      all = all.plus(Node.of("locked"));
    }
    if (settings.ephemeral() > 0) {
      all = all.plus(Node.of("ephemeral").with("expiration", settings.ephemeral()));
    }
    if (settings.joinApproval()) {
      all =
          all.plus(Node.of("membership_approval_mode", Node.of("group_join").with("state", "on")));
    }
    if (group.community != null) {
      all = all.plus(Node.of("linked_parent").with("jid", group.community.jid()));
    }
    switch (group.part) {
      case GROUP -> {}
      case COMMUNITY -> all = all.plus(Node.of("parent"));
      case ANNOUNCEMENTS -> all = all.plus(Node.of("default_sub_group"));
      case GENERAL -> all = all.plus(Node.of("general_chat"));
    }
    if (group.suspended) {
      all = all.plus(Node.of("suspended"));
    }
    return all.plus(addMode(settings));
  }

  static Node addMode(GroupSettings settings) {
    return Node.of(
        "member_add_mode", Bytes.utf8(settings.adminAdd() ? "admin_add" : "all_member_add"));
  }

  /** Somebody in a group, by both names. */
  static Node participant(Group group, Account account) {
    return group.named("participant", account);
  }
}
