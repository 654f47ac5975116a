package dev.kubezap.whatsapp.group;

import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.events;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.GroupParticipant.Role;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored of groups, and how notifications change it. */
class GroupDecisionsTest {
  private static final DeviceIdentity DEVICE = device(1);
  private static final Jid ID = Jid.group("120363001");
  private static final Jid OWN = Jid.lid("100200300");
  private static final Jid OWN_PHONE = Jid.phoneNumber("4915112345678");
  private static final Jid ADA = Jid.lid("7001");
  private static final Jid ADA_PHONE = Jid.phoneNumber("4915110000002");
  private static final Jid EVE = Jid.lid("7002");

  private static final Group GROUP =
      new Group(
          ID,
          "Garden",
          Optional.of("Tomatoes"),
          Optional.of("D1"),
          Optional.of(ADA),
          Optional.of(Instant.ofEpochSecond(1_700_000_000)),
          new Group.Settings(true, true, true, false, Duration.ofDays(1)),
          Group.Addressing.LID,
          Optional.of(Jid.group("5")),
          List.of(
              new GroupParticipant(ADA, Optional.of(ADA_PHONE), Role.SUPERADMIN, Optional.empty()),
              new GroupParticipant(OWN, Optional.of(OWN_PHONE), Role.MEMBER, Optional.empty()),
              new GroupParticipant(EVE, Optional.empty(), Role.ADMIN, Optional.of("+49∙∙∙00"))));

  private final MemoryStore store = new MemoryStore();

  private static Node described() {
    return Node.of(
            "group",
            Node.of("participant")
                .with("jid", ADA)
                .with("phone_number", ADA_PHONE)
                .with("type", "superadmin"),
            Node.of("participant").with("jid", OWN).with("phone_number", OWN_PHONE),
            Node.of("participant")
                .with("jid", EVE)
                .with("type", "admin")
                .with("display_name", "+49∙∙∙00"),
            Node.of("participant").with("jid", Jid.lid("9")).with("error", "403"),
            Node.of("missing_participant_identification"),
            Node.of("description", Node.of("body").withText("Tomatoes"))
                .with("id", "D1")
                .with("t", 5),
            Node.of("announcement"),
            Node.of("locked"),
            Node.of("ephemeral").with("expiration", 86_400),
            Node.of("membership_approval_mode", Node.of("group_join").with("state", "on")),
            Node.of("member_add_mode").withText("all_member_add"),
            Node.of("linked_parent").with("jid", Jid.group("5")),
            Node.of("of_tomorrow"))
        .with("id", "120363001")
        .with("subject", "Garden")
        .with("creator", ADA)
        .with("creation", 1_700_000_000)
        .with("addressing_mode", "lid");
  }

  private static Node notification(Node... changes) {
    return Node.of("notification", changes)
        .with("from", ID)
        .with("type", "w:gp2")
        .with("id", "N1")
        .with("t", 1_700_000_100)
        .with("participant", ADA)
        .with("participant_pn", ADA_PHONE)
        .with("addressing_mode", "lid");
  }

  private int notifications;

  private Outcome changed(Node... changes) {
    Node next = notification(changes).with("id", "N" + ++notifications);
    Outcome outcome = decide(new GroupChanged(), next, store, online(DEVICE));
    store(store, outcome.changes());
    return outcome;
  }

  private Group stored() {
    return store.read(new GroupKey(ID)).orElseThrow();
  }

  @Test
  void isReadAsTheServiceDescribesIt() {
    assertThat(GroupQueries.read(Node.of("iq", described()))).contains(GROUP);
  }

  @Test
  void whatNamesNoGroupIsNone() {
    for (String id : List.of("", "1@s.whatsapp.net", "@g.us", "1:2@g.us", "x".repeat(65))) {
      assertThat(GroupQueries.read(Node.of("iq", Node.of("group").with("id", id)))).isEmpty();
    }
    assertThat(GroupQueries.read(Node.of("iq"))).isEmpty();
  }

  @Test
  void comesBackAsItWasStored() {
    GroupKey key = new GroupKey(ID);
    assertThat(key.decode(key.encode(GROUP))).isEqualTo(GROUP);
    assertThat(key.kind() + " " + key.name()).isEqualTo("group 120363001@g.us");
    assertThatThrownBy(() -> key.decode(ByteString.copyFrom(new byte[] {-1})))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void aCreatedGroupIsStoredWithItsPairs() {
    Outcome outcome = changed(Node.of("create", described()).with("type", "new"));
    assertThat(stored()).isEqualTo(GROUP);
    assertThat(outcome.changes())
        .filteredOn(change -> change instanceof Change.Put<?> put && put.key() instanceof ToldPairs)
        .<Object>extracting(change -> ((Change.Put<?>) change).value())
        .containsExactly(
            List.of(
                new ToldPairs.Pair(4915110000002L, 7001),
                new ToldPairs.Pair(4915112345678L, 100200300)));
    assertThat(outcome.effects())
        .contains(
            new Effect.Send(
                Node.of("ack")
                    .with("class", "notification")
                    .with("id", "N1")
                    .with("to", ID)
                    .with("participant", ADA)
                    .with("type", "w:gp2")));
  }

  @Test
  void followsWhatIsSaid() {
    store(store, new Change.Put<>(new GroupKey(ID), GROUP));
    changed(Node.of("remove", Node.of("participant").with("jid", EVE)));
    changed(Node.of("add", Node.of("participant").with("jid", Jid.lid("7003"))));
    changed(Node.of("promote", Node.of("participant").with("jid", OWN)));
    assertThat(stored().participants())
        .extracting(one -> one.jid() + " " + one.role())
        .containsExactly("7001@lid SUPERADMIN", "100200300@lid ADMIN", "7003@lid MEMBER");
    changed(Node.of("demote", Node.of("participant").with("jid", OWN)));
    assertThat(stored().participant(OWN_PHONE).orElseThrow().role()).isEqualTo(Role.MEMBER);
    changed(Node.of("subject").with("subject", "Yard"));
    changed(Node.of("description", Node.of("body").withText("Peas")).with("id", "D2"));
    changed(Node.of("not_announcement").with("v_id", 1));
    changed(Node.of("unlocked"));
    changed(Node.of("not_ephemeral"));
    changed(Node.of("membership_approval_mode", Node.of("group_join").with("state", "off")));
    changed(Node.of("member_add_mode").withText("admin_add"));
    assertThat(stored().subject()).isEqualTo("Yard");
    assertThat(stored().description()).contains("Peas");
    assertThat(stored().descriptionId()).contains("D2");
    assertThat(stored().settings())
        .isEqualTo(new Group.Settings(false, false, false, true, Duration.ZERO));
    changed(Node.of("description", Node.of("delete")).with("id", "D3"));
    assertThat(stored().description()).isEmpty();
    assertThat(store.recordNames(StaleGroupKey.KIND, "", 9)).isEmpty();
  }

  @Test
  void whoIsRemovedHasTheGroupNoMore() {
    store(store, new Change.Put<>(new GroupKey(ID), GROUP));
    changed(Node.of("remove", Node.of("participant").with("jid", OWN_PHONE)));
    assertThat(store.read(new GroupKey(ID))).isEmpty();
    store(store, new Change.Put<>(new GroupKey(ID), GROUP));
    changed(Node.of("delete").with("reason", "policy"));
    assertThat(store.read(new GroupKey(ID))).isEmpty();
  }

  @Test
  void whatItDoesNotFollowIsAskedFor() {
    store(store, new Change.Put<>(new GroupKey(ID), GROUP));
    Outcome outcome = changed(Node.of("linked_group_promote"));
    assertThat(stored()).isEqualTo(GROUP);
    assertThat(GroupKey.read(ID, store)).isEmpty();
    assertThat(outcome.effects())
        .contains(new Effect.Schedule("group " + ID, new RefreshGroup.Of(ID), Duration.ZERO));
    RefreshGroup step = new RefreshGroup();
    RefreshGroup.Of input = new RefreshGroup.Of(ID);
    assertThat(decide(step, input, store, online(DEVICE)).ask())
        .contains(
            new Ask(
                List.of(
                    Node.of("iq", Node.of("query").with("request", "interactive"))
                        .with("to", ID)
                        .with("type", "get")
                        .with("xmlns", "w:g2"))));
    Reply answer = new Reply.Result(Node.of("iq", described()));
    store(store, answered(step, input, 1, store, online(DEVICE), answer).changes());
    assertThat(GroupKey.read(ID, store)).contains(GROUP);
  }

  @Test
  void aGroupThatIsNotKnownOrChangedItsModeIsAskedFor() {
    changed(Node.of("subject").with("subject", "Yard"));
    assertThat(store.recordNames(StaleGroupKey.KIND, "", 9)).containsExactly(ID.toString());
    store(store, LearnGroup.described(GROUP, online(DEVICE)).changes());
    Node otherMode =
        notification(Node.of("subject").with("subject", "Yard"))
            .with("id", "N9")
            .with("addressing_mode", "pn");
    store(store, decide(new GroupChanged(), otherMode, store, online(DEVICE)).changes());
    assertThat(store.recordNames(StaleGroupKey.KIND, "", 9)).containsExactly(ID.toString());
  }

  @Test
  void aRefusedGroupIsGone() {
    store(store, new Change.Put<>(new GroupKey(ID), GROUP));
    changed(Node.of("of_tomorrow"));
    Reply refused = new Reply.Refused(403, "forbidden");
    RefreshGroup.Of input = new RefreshGroup.Of(ID);
    store(store, answered(new RefreshGroup(), input, 1, store, online(DEVICE), refused).changes());
    assertThat(store.read(new GroupKey(ID))).isEmpty();
    assertThat(store.recordNames(StaleGroupKey.KIND, "", 9)).isEmpty();
  }

  @Test
  void allAreFetchedOnceAndWhenTheyAreDirty() {
    FetchGroups step = new FetchGroups();
    FetchGroups.Due usual = new FetchGroups.Due(false);
    store(store, new Change.Put<>(new GroupKey(Jid.group("9")), GROUP));
    assertThat(decide(step, usual, store, online(DEVICE)).ask()).isPresent();
    Reply answer = new Reply.Result(Node.of("iq", Node.of("groups", described())));
    store(store, answered(step, usual, 1, store, online(DEVICE), answer).changes());
    assertThat(stored()).isEqualTo(GROUP);
    assertThat(store.read(new GroupKey(Jid.group("9")))).isEmpty();
    assertThat(decide(step, usual, store, online(DEVICE)).ask()).isEmpty();
    FetchGroups.Due anew = new FetchGroups.Due(true);
    assertThat(decide(step, anew, store, online(DEVICE)).ask()).isPresent();
    // An answer that is lost is asked for after the next log-in.
    store(store, answered(step, anew, 1, store, online(DEVICE), new Reply.Missing()).changes());
    assertThat(decide(step, usual, store, online(DEVICE)).ask()).isPresent();
  }

  @Test
  void eachThingIsToldOnceAndStandsInTheChat() {
    store(store, new Change.Put<>(new GroupKey(ID), GROUP));
    Node twice =
        notification(
            Node.of("subject").with("subject", "Yard"),
            Node.of("remove", Node.of("participant").with("jid", EVE)));
    Outcome first = decide(new GroupChanged(), twice, store, online(DEVICE));
    store(store, first.changes());
    assertThat(events(first))
        .containsExactly(
            new GroupEvent.Updated(
                ID,
                "subject",
                Optional.of("Yard"),
                Optional.of(ADA_PHONE),
                Optional.of(GROUP.withSubject("Yard"))),
            new GroupEvent.ParticipantsChanged(
                ID,
                "removed",
                List.of(new GroupParticipant(EVE, Optional.empty(), Role.MEMBER, Optional.empty())),
                Optional.of(ADA_PHONE),
                Optional.empty()));
    assertThat(store.messages())
        .extracting(message -> message.stanzaId() + " " + message.type() + " " + message.content())
        .containsExactly("N1 system SystemContent[subject]", "N1/1 system SystemContent[removed]");
    assertThat(store.chat(ID).orElseThrow().name()).contains("Yard");
    assertThat(store.chat(ID).orElseThrow().unread()).isZero();

    Outcome again = decide(new GroupChanged(), twice, store, online(DEVICE));
    assertThat(again.changes()).isEmpty();
    assertThat(again.effects())
        .isEqualTo(first.effects().stream().filter(Effect.Send.class::isInstance).toList());
  }
}
