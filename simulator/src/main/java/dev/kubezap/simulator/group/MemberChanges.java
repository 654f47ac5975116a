package dev.kubezap.simulator.group;

import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is in a group, and what they may do there. */
public final class MemberChanges {
  /** Letters of a subject. */
  static final int SUBJECT = 100;

  private static final long INVITE_SECONDS = 3 * 86_400;

  private final World world;
  private final Groups groups;
  private final Communities communities;

  /** Of the groups of a world. */
  public MemberChanges(World world, Groups groups) {
    this.world = world;
    this.groups = groups;
    communities = new Communities(groups);
  }

  Node create(Account creator, Node request) {
    String subject = request.attribute("subject");
    if (subject.isBlank() || subject.codePointCount(0, subject.length()) > SUBJECT) {
      throw IqException.of(406);
    }
    if (request.attribute("key").isEmpty()) {
      throw IqException.of(400);
    }
    Optional<Group> parent = communities.parent(creator, request);
    Group group = groups.create(creator, subject);
    List<Node> refused = new ArrayList<>();
    for (Node participant : request.all("participant")) {
      Account account = account(participant);
      if (account == null || account == creator || !addable(account)) {
        refused.add(refused(group, participant, account, account == null ? 404 : 403));
      } else {
        group.put(account, Role.MEMBER);
      }
    }
    communities.made(creator, group, parent, request);
    Node whole = GroupNodes.whole(group);
    groups.tell(
        group,
        creator,
        Node.of("create", whole).with("type", "new").with("key", request.attribute("key")));
    return whole.plus(refused);
  }

  private @Nullable Account account(Node participant) {
    Jid jid = participant.jid("jid").orElseThrow(() -> IqException.of(400));
    return world.account(jid).orElse(null);
  }

  private static boolean addable(Account account) {
    return account.privacy().getOrDefault("groupadd", "all").equals("all");
  }

  /** What is answered about somebody with whom it did not work. */
  private Node refused(Group group, Node participant, @Nullable Account account, int code) {
    Node answer =
        account == null
            ? Node.of("participant").with("jid", participant.attribute("jid"))
            : GroupNodes.participant(group, account);
    answer = answer.with("error", code);
    return code == 403
        ? answer.plus(
            Node.of("add_request")
                .with("code", groups.newInvite().substring(0, 16))
                .with("expiration", group.creation() + INVITE_SECONDS))
        : answer;
  }

  /** Adds, removes, promotes or demotes; the answer says of each whether it worked. */
  Node change(Account actor, Group group, Node request) {
    boolean add = request.tag().equals("add");
    if (!group.isAdmin(actor) && (!add || group.settings().adminAdd())) {
      throw IqException.of(403);
    }
    List<Node> participants = request.all("participant");
    if (participants.isEmpty()) {
      throw IqException.of(400);
    }
    List<Node> answers = new ArrayList<>();
    List<Account> done = new ArrayList<>();
    for (Node participant : participants) {
      Account account = account(participant);
      int code = code(request.tag(), group, account);
      if (account != null && code == 0) {
        done.add(account);
        answers.add(GroupNodes.participant(group, account));
      } else {
        answers.add(refused(group, participant, account, code));
      }
    }
    if (!done.isEmpty()) {
      apply(actor, group, request.tag(), done);
    }
    return Node.of(request.tag()).plus(answers);
  }

  private static int code(String tag, Group group, @Nullable Account account) {
    if (account == null) {
      return 404;
    }
    if (tag.equals("add")) {
      if (group.has(account)) {
        return 409;
      }
      return group.left().contains(account) ? 408 : addable(account) ? 0 : 403;
    }
    if (!group.has(account)) {
      return 404;
    }
    boolean creator = group.members().get(account) == Role.SUPERADMIN;
    return creator && !tag.equals("promote") ? 406 : 0;
  }

  private void apply(Account actor, Group group, String tag, List<Account> accounts) {
    switch (tag) {
      case "add" -> join(actor, group, accounts, "");
      case "remove" -> {
        List<Account> told = List.copyOf(group.members().keySet());
        accounts.forEach(group::remove);
        groups.tell(group, actor, versioned(group, "remove", accounts), told);
      }
      default -> {
        Role role = tag.equals("promote") ? Role.ADMIN : Role.MEMBER;
        accounts.stream()
            .filter(account -> group.members().get(account) != Role.SUPERADMIN)
            .forEach(account -> group.put(account, role));
        groups.tell(group, actor, versioned(group, tag, accounts));
      }
    }
  }

  /** Lets accounts in: they are told of the group, the others of them. */
  void join(Account actor, Group group, List<Account> accounts, String reason) {
    List<Account> others = List.copyOf(group.members().keySet());
    accounts.forEach(account -> group.put(account, Role.MEMBER));
    groups.tell(
        group, actor, versioned(group, "add", accounts).withNonEmpty("reason", reason), others);
    Node create = Node.of("create", GroupNodes.whole(group)).withNonEmpty("reason", reason);
    groups.tell(group, actor, create, accounts);
  }

  /** Somebody goes by himself; when no admin is left, the oldest participant becomes one. */
  void leave(Account account, Group group) {
    List<Account> told = List.copyOf(group.members().keySet());
    group.leave(account);
    groups.tell(group, account, versioned(group, "remove", List.of(account)), told);
    boolean headless = group.members().values().stream().noneMatch(Role::isAdmin);
    Optional<Account> next = group.members().keySet().stream().findFirst();
    if (headless && next.isPresent()) {
      group.put(next.get(), Role.ADMIN);
      groups.tell(
          group, null, versioned(group, "promote", List.of(next.get())), group.members().keySet());
    }
  }

  private Node versioned(Group group, String tag, List<Account> accounts) {
    long before = group.participantsVersion;
    group.participantsVersion = groups.newVersion(before);
    Node change = Node.of(tag).with("prev_v_id", before).with("v_id", group.participantsVersion);
    for (Account account : accounts) {
      Role role = group.members().getOrDefault(account, Role.MEMBER);
      Node participant = GroupNodes.participant(group, account);
      change =
          change.plus(
              tag.equals("add") ? participant.withNonEmpty("type", role.wire()) : participant);
    }
    return change;
  }
}
