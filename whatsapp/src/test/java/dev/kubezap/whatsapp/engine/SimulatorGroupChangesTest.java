package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.contact.AskBusiness;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.contact.BusinessProfile;
import dev.kubezap.whatsapp.content.SystemContent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.ChangeParticipants.Action;
import dev.kubezap.whatsapp.group.CreateCommunity;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.DeactivateCommunity;
import dev.kubezap.whatsapp.group.DescribeGroup;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.InvitedGroup;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.JoinRequests;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.group.LinkSubGroup;
import dev.kubezap.whatsapp.group.ListCommunityPeople;
import dev.kubezap.whatsapp.group.ListGroups;
import dev.kubezap.whatsapp.group.ListSubGroups;
import dev.kubezap.whatsapp.group.ParticipantAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant.Role;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.profile.SetPicture;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups against a server that knows who may do what in them. */
class SimulatorGroupChangesTest {
  private static final String OURS = "4915112345678";
  private static final String ADA = "4915110000002";
  private static final String EVE = "4915110000003";
  private static final Jid ADA_PHONE = Jid.phoneNumber(ADA);
  private static final Jid EVE_PHONE = Jid.phoneNumber(EVE);
  private static final Jid OWN = Jid.phoneNumber(OURS);

  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private LiveClient live;

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    for (String number : List.of(OURS, ADA, EVE)) {
      simulator.addAccount(number, "Name of " + number, false);
    }
    live = LiveClient.of(simulator, store, new MemoryIdentityStore());
  }

  @AfterEach
  void close() {
    assertThat(simulator.violations().list()).isEmpty();
    live.close();
    simulator.close();
  }

  private void connect() {
    live.pair(simulator, OURS);
    awaitEvent("session.connected");
  }

  private void awaitEvent(String type) {
    live.awaitStored(store, append -> append.event().type().equals(type));
  }

  private <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws Exception {
    return live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = ask(request);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  private Optional<Group> stored(Jid group) {
    return store.read(new GroupKey(group));
  }

  private List<SystemContent> news(Jid group) {
    return store.messages().stream()
        .filter(message -> message.chat().equals(group))
        .map(StoredMessage::content)
        .map(SystemContent.class::cast)
        .toList();
  }

  @Test
  void knowsTheGroupsOfBeforeItWasLinked() throws Exception {
    Jid group = Jid.of(simulator.groups().create(ADA, "Garden", OURS, EVE));
    connect();
    ListGroups.Page page = given(new ListGroups.Of("", 50));
    while (page.groups().isEmpty()) {
      // They are asked for right after the log-in.
      page = given(new ListGroups.Of("", 50));
    }
    assertThat(page.groups().getFirst().id()).isEqualTo(group);
    Group known = given(new DescribeGroup.Of(group));
    assertThat(known.subject()).isEqualTo("Garden");
    assertThat(known.participant(ADA_PHONE).orElseThrow().role()).isEqualTo(Role.SUPERADMIN);
    assertThat(known.addressing()).isEqualTo(Group.Addressing.LID);
    assertThat(ask(new DescribeGroup.Of(Jid.group("77"))))
        .isInstanceOf(ServiceAnswer.Impossible.class);
  }

  @Test
  @Conformance(
      value = {Capability.GROUP_MADE, Capability.GROUP_CHANGED, Capability.GROUP_PARTICIPANTS},
      in = Direction.PHONE_TO_OURS)
  void hearsWhatOthersDo() {
    connect();
    Jid group = Jid.of(simulator.groups().create(ADA, "Garden", OURS));
    String id = group.toString();
    awaitEvent("group.created");
    simulator.groups().subject(ADA, id, "Yard");
    simulator.groups().add(ADA, id, EVE);
    simulator.groups().promote(ADA, id, OURS);
    simulator.groups().announce(ADA, id, true);
    simulator.groups().description(ADA, id, "Peas");
    simulator.groups().ephemeral(ADA, id, 86_400);
    live.awaitUntil(() -> news(group).size() == 7);
    Group now = stored(group).orElseThrow();
    assertThat(now.subject()).isEqualTo("Yard");
    assertThat(now.description()).contains("Peas");
    assertThat(now.participants()).hasSize(3);
    assertThat(now.participant(OWN).orElseThrow().role()).isEqualTo(Role.ADMIN);
    assertThat(now.settings().announce()).isTrue();
    assertThat(now.settings().ephemeral()).isEqualTo(Duration.ofDays(1));
    assertThat(news(group))
        .containsExactlyInAnyOrder(
            new SystemContent("created", Optional.of(ADA_PHONE), List.of(), Optional.of("Garden")),
            new SystemContent("subject", Optional.of(ADA_PHONE), List.of(), Optional.of("Yard")),
            new SystemContent(
                "added", Optional.of(ADA_PHONE), List.of(EVE_PHONE), Optional.empty()),
            new SystemContent("promoted", Optional.of(ADA_PHONE), List.of(OWN), Optional.empty()),
            new SystemContent("announce", Optional.of(ADA_PHONE), List.of(), Optional.of("on")),
            new SystemContent(
                "description", Optional.of(ADA_PHONE), List.of(), Optional.of("Peas")),
            new SystemContent(
                "ephemeral", Optional.of(ADA_PHONE), List.of(), Optional.of("86400")));
    assertThat(store.events().stream().map(Change.Append::event))
        .filteredOn(event -> event.subject().filter(group::equals).isPresent())
        .extracting(SessionEvent::type)
        .containsExactly(
            "group.created",
            "group.updated",
            "group.participants",
            "group.participants",
            "group.updated",
            "group.updated",
            "group.updated");
    simulator.groups().remove(ADA, id, OURS);
    live.awaitUntil(() -> news(group).size() == 8);
    assertThat(stored(group)).isEmpty();
  }

  @Test
  void knowsTheGroupsOfACommunity() throws Exception {
    Jid community = Jid.of(simulator.groups().create(ADA, "Village", OURS, EVE));
    Jid ours = Jid.of(simulator.groups().create(ADA, "Garden", OURS));
    Jid other = Jid.of(simulator.groups().create(ADA, "Kitchen", EVE));
    simulator.groups().link(community.toString(), ours.toString());
    simulator.groups().link(community.toString(), other.toString());
    connect();
    ListGroups.Page page = given(new ListGroups.Of("", 50));
    while (page.groups().size() < 2) {
      // They are asked for right after the log-in.
      page = given(new ListGroups.Of("", 50));
    }
    assertThat(given(new DescribeGroup.Of(ours)).community()).contains(community);
    assertThat(given(new ListSubGroups.Of(community)).groups())
        .containsExactly(
            new ListSubGroups.SubGroup(ours, "Garden", Optional.of(2L), false),
            new ListSubGroups.SubGroup(other, "Kitchen", Optional.of(2L), false));
    assertThat(ask(new ListSubGroups.Of(other))).isInstanceOf(ServiceAnswer.Impossible.class);
  }

  @Test
  @Conformance(value = Capability.COMMUNITY, in = Direction.OURS_TO_PHONE)
  void makesACommunityAndEndsIt() throws Exception {
    connect();
    Group village = given(new CreateCommunity.Of("Village", true, false, true));
    assertThat(village.subject()).isEqualTo("Village");
    List<ListSubGroups.SubGroup> parts = given(new ListSubGroups.Of(village.id())).groups();
    assertThat(parts)
        .extracting(ListSubGroups.SubGroup::announcements)
        .containsExactlyInAnyOrder(true, false);
    Jid garden = given(new CreateGroup.Of("Garden", List.of(ADA_PHONE))).group().id();
    var _ = given(new LinkSubGroup.Of(village.id(), garden, true));
    Jid kitchen =
        given(new CreateGroup.Of("Kitchen", List.of(), Optional.of(village.id()))).group().id();
    assertThat(given(new ListSubGroups.Of(village.id())).groups())
        .extracting(ListSubGroups.SubGroup::id)
        .contains(garden, kitchen)
        .hasSize(4);
    live.awaitUntil(
        () -> stored(garden).flatMap(Group::community).equals(Optional.of(village.id())));
    assertThat(given(new ListCommunityPeople.Of(village.id())).participants()).hasSize(2);
    assertThat(ask(new LinkSubGroup.Of(village.id(), garden, true)))
        .isEqualTo(new ServiceAnswer.Refused<>(409, Duration.ZERO));

    var _ = given(new LinkSubGroup.Of(village.id(), garden, false));
    live.awaitUntil(() -> stored(garden).orElseThrow().community().isEmpty());
    var _ = given(new DeactivateCommunity.Of(village.id()));
    assertThat(stored(village.id())).isEmpty();
    live.awaitUntil(() -> stored(kitchen).orElseThrow().community().isEmpty());
    assertThat(ask(new ListSubGroups.Of(village.id())))
        .isInstanceOf(ServiceAnswer.Impossible.class);
  }

  @Test
  @Conformance(value = Capability.GROUP_PICTURE, in = Direction.OURS_TO_PHONE)
  void setsAndSeesPictures() throws Exception {
    connect();
    Jid group = Jid.of(simulator.groups().create(ADA, "Garden", OURS));
    awaitEvent("group.created");
    ByteString jpeg = ByteString.fromHex("ffd8ff0001");
    SetPicture.Taken taken = given(new SetPicture.To(Optional.of(group), Optional.of(jpeg)));
    assertThat(simulator.people().groupPicture(group.toString()).orElseThrow().toHex())
        .isEqualTo("ffd8ff0001");
    AskPicture.Picture picture = given(new AskPicture.Of(group, false));
    assertThat(picture.id()).isEqualTo(taken.pictureId());
    simulator.people().setGroupPicture(ADA, group.toString(), Optional.empty());
    live.awaitUntil(() -> news(group).size() == 3);
    assertThat(news(group))
        .containsExactlyInAnyOrder(
            new SystemContent("created", Optional.of(ADA_PHONE), List.of(), Optional.of("Garden")),
            new SystemContent("picture", Optional.of(OWN), List.of(), taken.pictureId()),
            new SystemContent("picture", Optional.of(ADA_PHONE), List.of(), Optional.empty()));
    assertThat(given(new AskPicture.Of(group, false)).url()).isEmpty();
    simulator.groups().lock(ADA, group.toString(), true);
    assertThat(ask(new SetPicture.To(Optional.of(group), Optional.of(jpeg))))
        .isEqualTo(new ServiceAnswer.Refused<>(403, Duration.ZERO));
  }

  @Test
  @Conformance(value = Capability.BUSINESS, in = Direction.OURS_TO_PHONE)
  void asksWhatABusinessSays() throws Exception {
    connect();
    assertThat(ask(new AskBusiness.Of(ADA_PHONE))).isInstanceOf(ServiceAnswer.Impossible.class);
    simulator
        .people()
        .setBusiness(
            ADA,
            List.of(
                Node.of("description", Bytes.utf8("Bread")),
                Node.of("website", Bytes.utf8("https://example.com")),
                Node.of("categories", Node.of("category", Bytes.utf8("Bakery")).with("id", "1")),
                Node.of(
                        "business_hours",
                        Node.of("business_hours_config")
                            .with("day_of_week", "mon")
                            .with("mode", "specific_hours")
                            .with("open_time", "390")
                            .with("close_time", "1080"))
                    .with("timezone", "Europe/Berlin")));
    assertThat(given(new AskBusiness.Of(ADA_PHONE)))
        .isEqualTo(
            new BusinessProfile(
                Optional.of("Bread"),
                Optional.empty(),
                Optional.empty(),
                List.of("https://example.com"),
                List.of("Bakery"),
                Optional.of("Europe/Berlin"),
                List.of(
                    new BusinessProfile.Hours(
                        "mon", "specific_hours", Optional.of(390), Optional.of(1080)))));
  }

  @Test
  @Conformance(
      value = {Capability.GROUP_MADE, Capability.GROUP_CHANGED, Capability.GROUP_PARTICIPANTS},
      in = Direction.OURS_TO_PHONE)
  void makesAndChangesAGroup() throws Exception {
    connect();
    simulator
        .world()
        .locking(() -> simulator.phone(EVE).account().privacy().put("groupadd", "contacts"));
    CreateGroup.Made made =
        given(
            new CreateGroup.Of(
                "Garden", List.of(ADA_PHONE, EVE_PHONE, Jid.phoneNumber("4930123456"))));
    Jid group = made.group().id();
    assertThat(made.participants())
        .extracting(ParticipantAnswer::code)
        .containsExactly(200, 403, 404);
    assertThat(made.participants().get(1).inviteCode()).isPresent();
    assertThat(stored(group)).isPresent();

    assertThat(given(new ChangeGroup.Of(group, new ChangeGroup.Subject("Yard"))).subject())
        .isEqualTo("Yard");
    given(new ChangeGroup.Of(group, new ChangeGroup.Description(Optional.of("Peas"))));
    assertThat(
            given(new ChangeGroup.Of(group, new ChangeGroup.Description(Optional.of("Beans"))))
                .description())
        .contains("Beans");
    assertThat(
            given(new ChangeGroup.Of(group, new ChangeGroup.Description(Optional.empty())))
                .description())
        .isEmpty();
    given(new ChangeGroup.Of(group, new ChangeGroup.Announce(true)));
    given(new ChangeGroup.Of(group, new ChangeGroup.Locked(true)));
    given(new ChangeGroup.Of(group, new ChangeGroup.JoinApproval(true)));
    given(new ChangeGroup.Of(group, new ChangeGroup.AdminsAdd(true)));
    assertThat(
            given(new ChangeGroup.Of(group, new ChangeGroup.Ephemeral(Duration.ofDays(7))))
                .settings())
        .isEqualTo(new Group.Settings(true, true, true, true, Duration.ofDays(7)));

    assertThat(codes(group, Action.PROMOTE, ADA_PHONE)).containsExactly(200);
    assertThat(stored(group).orElseThrow().participant(ADA_PHONE).orElseThrow().role())
        .isEqualTo(Role.ADMIN);
    assertThat(codes(group, Action.DEMOTE, ADA_PHONE)).containsExactly(200);
    assertThat(codes(group, Action.ADD, ADA_PHONE)).containsExactly(409);
    assertThat(codes(group, Action.REMOVE, ADA_PHONE)).containsExactly(200);
    assertThat(codes(group, Action.REMOVE, ADA_PHONE)).containsExactly(404);

    String code = given(new InviteCode.Of(group, false)).text();
    simulator.groups().join(EVE, code);
    JoinRequests.Waiting waiting = given(new JoinRequests.Of(group));
    assertThat(waiting.requests())
        .singleElement()
        .satisfies(one -> assertThat(one.participant().id()).isEqualTo(EVE_PHONE));
    awaitEvent("group.join-request");
    assertThat(codes(group, Action.APPROVE, EVE_PHONE)).containsExactly(200);
    assertThat(given(new InviteCode.Of(group, true)).text()).isNotEqualTo(code);
    given(new LeaveGroup.Of(group));
    assertThat(stored(group)).isEmpty();
    assertThat(ask(new LeaveGroup.Of(group))).isInstanceOf(ServiceAnswer.Impossible.class);
    assertThat(ask(new ChangeGroup.Of(group, new ChangeGroup.Locked(true))))
        .isEqualTo(new ServiceAnswer.Refused<>(403, Duration.ZERO));
  }

  private List<Integer> codes(Jid group, Action action, Jid person) throws Exception {
    return given(new ChangeParticipants.Of(group, action, List.of(person))).participants().stream()
        .map(ParticipantAnswer::code)
        .toList();
  }

  @Test
  @Conformance(value = Capability.GROUP_INVITE, in = Direction.OURS_TO_PHONE)
  void joinsByALink() throws Exception {
    connect();
    String group = simulator.groups().create(ADA, "Garden");
    String code = simulator.groups().invite(ADA, group);
    assertThat(given(new InvitedGroup.Of(code)).group().subject()).isEqualTo("Garden");
    assertThat(given(new JoinGroup.Of(code))).isEqualTo(new JoinGroup.Joined(Jid.of(group), false));
    awaitEvent("group.created");
    assertThat(ask(new JoinGroup.Of(code))).isInstanceOf(ServiceAnswer.Impossible.class);
    simulator.groups().renewInvite(ADA, group);
    assertThat(ask(new InvitedGroup.Of(code)))
        .isEqualTo(new ServiceAnswer.Impossible<>("invite-revoked", "The link was given up."));
    assertThat(ask(new InviteCode.Of(Jid.of(group), false)))
        .isEqualTo(new ServiceAnswer.Refused<>(401, Duration.ZERO));
  }
}
