package dev.kubezap.simulator.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubezap.simulator.PhoneGroups;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.group.GroupSettings;
import dev.kubezap.simulator.group.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests about groups, as people make them on their phones. */
final class GroupRoutes {
  private final Simulator simulator;

  GroupRoutes(Simulator simulator) {
    this.simulator = simulator;
  }

  record NewGroup(
      @JsonProperty(required = true) String subject,
      @JsonProperty(required = true) List<String> participants) {}

  record Change(
      @JsonProperty(required = true) String by,
      @JsonProperty(required = true) Kind kind,
      @Nullable List<String> participants,
      @Nullable String text,
      @Nullable Boolean on,
      @Nullable Integer seconds) {}

  enum Kind {
    ADD,
    REMOVE,
    PROMOTE,
    DEMOTE,
    LEAVE,
    SUBJECT,
    DESCRIPTION,
    ANNOUNCE,
    LOCK,
    EPHEMERAL,
    JOIN_APPROVAL,
    ADMIN_ADD,
    RENEW_INVITE,
    JOIN,
    APPROVE,
    REJECT,
    ADDRESS_BY_LID
  }

  record GroupView(
      String id,
      String subject,
      String description,
      String addressing,
      Map<String, Role> participants,
      List<String> requests,
      GroupSettings settings,
      String inviteCode) {}

  List<GroupView> list() {
    return simulator.groups().all().stream().map(this::view).toList();
  }

  GroupView create(String number, NewGroup request) {
    String[] members = request.participants().toArray(String[]::new);
    return get(simulator.groups().create(number, request.subject(), members));
  }

  GroupView get(String group) {
    return view(simulator.groups().get(group));
  }

  GroupView change(String group, Change change) {
    PhoneGroups groups = simulator.groups();
    String by = change.by();
    List<String> people = change.participants();
    String[] members = people == null ? new String[0] : people.toArray(String[]::new);
    String text = change.text() == null ? "" : change.text();
    boolean on = change.on() == null || change.on();
    int seconds = change.seconds() == null ? 0 : change.seconds();
    switch (change.kind()) {
      case ADD -> groups.add(by, group, members);
      case REMOVE -> groups.remove(by, group, members);
      case PROMOTE -> groups.promote(by, group, members);
      case DEMOTE -> groups.demote(by, group, members);
      case LEAVE -> groups.leave(by, group);
      case SUBJECT -> groups.subject(by, group, text);
      case DESCRIPTION -> groups.description(by, group, text);
      case ANNOUNCE -> groups.announce(by, group, on);
      case LOCK -> groups.lock(by, group, on);
      case EPHEMERAL -> groups.ephemeral(by, group, seconds);
      case JOIN_APPROVAL -> groups.joinApproval(by, group, on);
      case ADMIN_ADD -> groups.adminAdd(by, group, on);
      case RENEW_INVITE -> groups.renewInvite(by, group);
      case JOIN -> groups.join(by, groups.get(group).invite());
      case APPROVE -> groups.decide(by, group, true, members);
      case REJECT -> groups.decide(by, group, false, members);
      case ADDRESS_BY_LID -> groups.address(group, on);
    }
    return get(group);
  }

  private GroupView view(Group group) {
    return simulator
        .world()
        .locked(
            () -> {
              Map<String, Role> roles = new LinkedHashMap<>();
              group.members().forEach((account, role) -> roles.put(account.phoneNumber(), role));
              return new GroupView(
                  group.jid().toString(),
                  group.texts().subject(),
                  group.texts().description(),
                  group.addressingMode(),
                  roles,
                  group.requests().keySet().stream().map(a -> a.phoneNumber()).toList(),
                  group.settings(),
                  group.invite());
            });
  }
}
