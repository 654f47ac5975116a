package dev.kubezap.whatsapp.group;

import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.group.ChangeParticipants.Action;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.GroupParticipant.Role;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queries as they leave, written down. */
class GroupRequestStanzasTest {
  private static final Jid ID = Jid.group("120363001");
  private static final Jid ADA = Jid.phoneNumber("4915110000002");
  private static final Jid ADA_LID = Jid.lid("7001");
  private static final Jid EVE_LID = Jid.lid("7002");

  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void know() {
    store(
        store,
        new Change.Put<>(new LidOfPhone(ADA), ADA_LID),
        new Change.Put<>(
            new PrivacyTokenKey(ADA_LID),
            PrivacyToken.NONE.received(ByteString.copyFromUtf8("T"), Instant.ofEpochSecond(1))),
        new Change.Put<>(
            new GroupKey(ID),
            new Group(
                ID,
                "Garden",
                Optional.of("Peas"),
                Optional.of("D1"),
                Optional.empty(),
                Optional.empty(),
                new Group.Settings(false, false, false, false, Duration.ZERO),
                Group.Addressing.LID,
                Optional.empty(),
                List.of(
                    new GroupParticipant(
                        EVE_LID, Optional.empty(), Role.MEMBER, Optional.empty())))));
  }

  private <A, I extends ServiceRequest<A>, G> Node asked(Step<I, G> step, I request) {
    return decide(step, request, store, online(device(1))).ask().orElseThrow().queries().getFirst();
  }

  private static Node iq(String type, Jid to, Node content) {
    return Node.of("iq", content).with("to", to).with("type", type).with("xmlns", "w:g2");
  }

  private Node changed(ChangeGroup.What what) {
    return asked(new ChangeGroup(), new ChangeGroup.Of(ID, what));
  }

  @Test
  void makesAGroup() {
    Node query = asked(new CreateGroup(), new CreateGroup.Of("Garden", List.of(ADA, EVE_LID)));
    Node create = query.child("create").orElseThrow();
    assertThat(create.attribute("key").orElseThrow()).matches("[0-9a-f]{32}");
    assertThat(query)
        .isEqualTo(
            iq(
                "set",
                Jid.GROUP_SERVICE,
                Node.of(
                        "create",
                        Node.of("participant", Node.of("privacy", ByteString.copyFromUtf8("T")))
                            .with("jid", ADA_LID)
                            .with("phone_number", ADA),
                        Node.of("participant").with("jid", EVE_LID))
                    .with("subject", "Garden")
                    .with("key", create.attribute("key").orElseThrow())));
  }

  @Test
  void makesACommunity() {
    Node query = asked(new CreateCommunity(), new CreateCommunity.Of("Village", true, true, true));
    String key = query.child("create").orElseThrow().attribute("key").orElseThrow();
    assertThat(key).matches("[0-9a-f]{32}");
    assertThat(query)
        .isEqualTo(
            iq(
                "set",
                Jid.GROUP_SERVICE,
                Node.of(
                        "create",
                        Node.of("parent")
                            .with("default_membership_approval_mode", "request_required"),
                        Node.of("allow_non_admin_sub_group_creation"),
                        Node.of("create_general_chat"))
                    .with("subject", "Village")
                    .with("key", key)));
    Node plain =
        asked(new CreateCommunity(), new CreateCommunity.Of("Village", false, false, false));
    assertThat(plain.child("create").orElseThrow().children()).containsExactly(Node.of("parent"));
    Node inside =
        asked(new CreateGroup(), new CreateGroup.Of("Garden", List.of(), Optional.of(ID)));
    assertThat(inside.child("create").orElseThrow().children())
        .containsExactly(Node.of("linked_parent").with("jid", ID));
  }

  @Test
  void changesACommunity() {
    Jid garden = Jid.group("120363002");
    assertThat(asked(new LinkSubGroup(), new LinkSubGroup.Of(ID, garden, true)))
        .isEqualTo(
            iq(
                "set",
                ID,
                Node.of(
                    "links",
                    Node.of("link", Node.of("group").with("jid", garden))
                        .with("link_type", "sub_group"))));
    assertThat(asked(new LinkSubGroup(), new LinkSubGroup.Of(ID, garden, false)))
        .isEqualTo(
            iq(
                "set",
                ID,
                Node.of("unlink", Node.of("group").with("jid", garden))
                    .with("unlink_type", "sub_group")));
    assertThat(asked(new ListCommunityPeople(), new ListCommunityPeople.Of(ID)))
        .isEqualTo(iq("get", ID, Node.of("linked_groups_participants")));
    assertThat(asked(new DeactivateCommunity(), new DeactivateCommunity.Of(ID)))
        .isEqualTo(iq("set", ID, Node.of("delete_parent")));
  }

  @Test
  void changesWhatItIsLike() {
    assertThat(changed(new ChangeGroup.Subject("Yard")))
        .isEqualTo(iq("set", ID, Node.of("subject").withText("Yard")));
    Node description = changed(new ChangeGroup.Description(Optional.of("Beans")));
    String id = description.children().getFirst().attribute("id").orElseThrow();
    assertThat(description)
        .isEqualTo(
            iq(
                "set",
                ID,
                Node.of("description", Node.of("body").withText("Beans"))
                    .with("id", id)
                    .with("prev", "D1")));
    assertThat(changed(new ChangeGroup.Description(Optional.empty())))
        .isEqualTo(iq("set", ID, Node.of("description").with("delete", "true").with("prev", "D1")));
    assertThat(changed(new ChangeGroup.Announce(true)))
        .isEqualTo(iq("set", ID, Node.of("announcement")));
    assertThat(changed(new ChangeGroup.Announce(false)))
        .isEqualTo(iq("set", ID, Node.of("not_announcement")));
    assertThat(changed(new ChangeGroup.Locked(true))).isEqualTo(iq("set", ID, Node.of("locked")));
    assertThat(changed(new ChangeGroup.Locked(false)))
        .isEqualTo(iq("set", ID, Node.of("unlocked")));
    assertThat(changed(new ChangeGroup.JoinApproval(true)))
        .isEqualTo(
            iq(
                "set",
                ID,
                Node.of("membership_approval_mode", Node.of("group_join").with("state", "on"))));
    assertThat(changed(new ChangeGroup.AdminsAdd(false)))
        .isEqualTo(iq("set", ID, Node.of("member_add_mode").withText("all_member_add")));
    assertThat(changed(new ChangeGroup.Ephemeral(Duration.ofDays(1))))
        .isEqualTo(iq("set", ID, Node.of("ephemeral").with("expiration", 86_400)));
    assertThat(changed(new ChangeGroup.Ephemeral(Duration.ZERO)))
        .isEqualTo(iq("set", ID, Node.of("not_ephemeral")));
  }

  private Node people(Action action, Jid person) {
    return asked(new ChangeParticipants(), new ChangeParticipants.Of(ID, action, List.of(person)));
  }

  @Test
  void changesWhoIsInIt() {
    assertThat(people(Action.ADD, ADA))
        .isEqualTo(
            iq(
                "set",
                ID,
                Node.of(
                    "add",
                    Node.of("participant", Node.of("privacy", ByteString.copyFromUtf8("T")))
                        .with("jid", ADA_LID)
                        .with("phone_number", ADA))));
    assertThat(people(Action.REMOVE, EVE_LID))
        .isEqualTo(iq("set", ID, Node.of("remove", Node.of("participant").with("jid", EVE_LID))));
    assertThat(people(Action.PROMOTE, EVE_LID))
        .isEqualTo(iq("set", ID, Node.of("promote", Node.of("participant").with("jid", EVE_LID))));
    assertThat(people(Action.DEMOTE, EVE_LID))
        .isEqualTo(iq("set", ID, Node.of("demote", Node.of("participant").with("jid", EVE_LID))));
    assertThat(people(Action.APPROVE, EVE_LID))
        .isEqualTo(
            iq(
                "set",
                ID,
                Node.of(
                    "membership_requests_action",
                    Node.of("approve", Node.of("participant").with("jid", EVE_LID)))));
    assertThat(people(Action.REJECT, EVE_LID))
        .isEqualTo(
            iq(
                "set",
                ID,
                Node.of(
                    "membership_requests_action",
                    Node.of("reject", Node.of("participant").with("jid", EVE_LID)))));
    assertThat(asked(new LeaveGroup(), new LeaveGroup.Of(ID)))
        .isEqualTo(iq("set", Jid.GROUP_SERVICE, Node.of("leave", Node.of("group").with("id", ID))));
  }

  @Test
  void asksForLinksAndRequests() {
    assertThat(asked(new InviteCode(), new InviteCode.Of(ID, false)))
        .isEqualTo(iq("get", ID, Node.of("invite")));
    assertThat(asked(new InviteCode(), new InviteCode.Of(ID, true)))
        .isEqualTo(iq("set", ID, Node.of("invite")));
    assertThat(asked(new InvitedGroup(), new InvitedGroup.Of("C")))
        .isEqualTo(iq("get", Jid.GROUP_SERVICE, Node.of("invite").with("code", "C")));
    assertThat(asked(new JoinGroup(), new JoinGroup.Of("C")))
        .isEqualTo(iq("set", Jid.GROUP_SERVICE, Node.of("invite").with("code", "C")));
    assertThat(asked(new JoinRequests(), new JoinRequests.Of(ID)))
        .isEqualTo(iq("get", ID, Node.of("membership_approval_requests")));
    assertThat(GroupQueries.participating())
        .isEqualTo(
            iq(
                "get",
                Jid.GROUP_SERVICE,
                Node.of("participating", Node.of("participants"), Node.of("description"))));
  }
}
