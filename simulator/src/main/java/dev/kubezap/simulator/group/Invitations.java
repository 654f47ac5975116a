package dev.kubezap.simulator.group;

import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links to groups, and who asked to be let in. */
final class Invitations {
  private final Groups groups;
  private final MemberChanges members;
  private final Set<String> revoked = new HashSet<>();

  Invitations(Groups groups, MemberChanges members) {
    this.groups = groups;
    this.members = members;
  }

  /** The group of a code: 410 when the code was given up, 406 when there never was one. */
  Group of(String code) {
    if (revoked.contains(code)) {
      throw IqException.of(410);
    }
    return groups.invited(code).orElseThrow(() -> IqException.of(406));
  }

  Node join(Account account, String code) {
    Group group = of(code);
    if (group.has(account)) {
      throw IqException.of(409);
    }
    if (!group.settings().joinApproval()) {
      members.join(account, group, List.of(account), "invite");
      return Node.of("group").with("jid", group.jid());
    }
    group.requests().put(account, groups.now());
    Node user = group.named("requested_user", account);
    Node told = Node.of("created_membership_requests", user).with("request_method", "invite_link");
    groups.tell(group, account, told, admins(group));
    return Node.of("membership_approval_request").with("jid", group.jid());
  }

  private static List<Account> admins(Group group) {
    return group.members().keySet().stream().filter(group::isAdmin).toList();
  }

  Node renew(Account actor, Group group) {
    if (!group.isAdmin(actor)) {
      throw IqException.of(403);
    }
    revoked.add(group.invite);
    group.invite = groups.newInvite();
    groups.tell(group, actor, Node.of("revoke_invite"));
    return Node.of("invite").with("code", group.invite);
  }

  Node requests(Account actor, Group group) {
    if (!group.isAdmin(actor)) {
      throw IqException.of(403);
    }
    List<Node> all = new ArrayList<>();
    group
        .requests()
        .forEach(
            (account, at) ->
                all.add(
                    group
                        .named("membership_approval_request", account)
                        .with("request_time", at)
                        .with("request_method", "invite_link")));
    return Node.of("membership_approval_requests").plus(all);
  }

  Node decide(Account actor, Group group, Node request) {
    if (!group.isAdmin(actor)) {
      throw IqException.of(403);
    }
    Node answer = Node.of(request.tag());
    for (Node decision : request.children()) {
      boolean approve = decision.tag().equals("approve");
      if (!approve && !decision.tag().equals("reject")) {
        throw IqException.of(400);
      }
      List<Node> answers = new ArrayList<>();
      List<Account> done = new ArrayList<>();
      for (Node participant : decision.all("participant")) {
        Account account = requester(group, participant);
        if (account == null) {
          answers.add(participant.with("error", 404));
        } else {
          done.add(account);
          answers.add(GroupNodes.participant(group, account));
        }
      }
      if (approve && !done.isEmpty()) {
        members.join(actor, group, done, "");
      } else {
        done.forEach(account -> reject(actor, group, account));
      }
      answer = answer.plus(Node.of(decision.tag()).plus(answers));
    }
    return answer;
  }

  private void reject(Account actor, Group group, Account account) {
    group.requests().remove(account);
    Node told = Node.of("revoked_membership_requests", GroupNodes.participant(group, account));
    groups.tell(group, actor, told, admins(group));
  }

  private @Nullable Account requester(Group group, Node participant) {
    return group.requests().keySet().stream()
        .filter(
            account ->
                participant
                    .jid("jid")
                    .filter(
                        jid -> jid.equals(account.lidJid()) || jid.equals(account.phoneNumberJid()))
                    .isPresent())
        .findFirst()
        .orElse(null);
  }
}
