package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.KeyedRequest;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.ChangeParticipants.Action;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.DescribeGroup;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.ListGroups;
import dev.kubezap.whatsapp.groupchange.GroupChangeRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant.Role;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The client dies at each commit of a change of a group: before it is stored, after it is stored
 * and before it is asked of the service, and after it was answered and before that is stored.
 */
class GroupChangeCrashTest {
  private static final String OURS = "4915112345678";
  private static final String BOB = "4915187654321";
  private static final String KIND = "group-change";

  private final FaultyStore store = new FaultyStore();
  private final MemoryIdentityStore identities = new MemoryIdentityStore();
  private Simulator simulator;
  private int ids;

  /** Where the process is gone. */
  private enum Death {
    BEFORE_STORED,
    BEFORE_ASKED,
    BEFORE_ANSWER_STORED
  }

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false, Addressing.ANY);
    simulator.addAccount(BOB, "Bob", false, Addressing.ANY);
    try (LiveClient first = LiveClient.of(simulator, store, identities)) {
      first.pair(simulator, OURS);
    }
  }

  @AfterEach
  void close() {
    assertThat(simulator.violations().list()).isEmpty();
    simulator.close();
  }

  private GroupChangeRequest request(ServiceRequest<?> change, boolean queue, String key) {
    return new GroupChangeRequest(
        "%04d".formatted(++ids), change, queue, Optional.of(key).filter(k -> !k.isEmpty()));
  }

  private static boolean touches(List<Change> changes, boolean stored) {
    return changes.stream()
        .anyMatch(
            change ->
                stored
                    ? change instanceof Change.Put<?> put && put.key().kind().equals(KIND)
                    : change instanceof Change.Remove(RecordKey<?> key) && key.kind().equals(KIND));
  }

  /** Runs a client that is killed there; the change may be repeated under the key. */
  private void dies(Death death, ServiceRequest<?> change, String key) throws Exception {
    try (LiveClient live = LiveClient.of(simulator, store, identities)) {
      live.client.start();
      live.awaitPhase(Phase.CONNECTED);
      if (!key.isEmpty()) {
        assertThat(begin(live, key)).isEqualTo(new KeyedRequest.First());
      }
      store.commits =
          changes -> {
            if (touches(changes, death != Death.BEFORE_ANSWER_STORED)) {
              if (death == Death.BEFORE_ASKED) {
                store.memory.commit(changes);
              }
              throw new FencedException("killed here");
            }
          };
      CompletableFuture<?> asked = live.client.request(request(change, false, key));
      live.awaitUntil(live::isFenced);
      assertThat(asked.isDone() && !asked.isCompletedExceptionally()).isFalse();
    } finally {
      store.commits = changes -> {};
    }
  }

  private static KeyedRequest begin(LiveClient live, String key) throws Exception {
    return live.client
        .begin(new SendRequest.Idempotency(key, ByteString.copyFromUtf8("hash")))
        .get(20, TimeUnit.SECONDS);
  }

  private LiveClient again() {
    LiveClient live = LiveClient.of(simulator, store, identities);
    live.client.start();
    live.awaitPhase(Phase.CONNECTED);
    return live;
  }

  private void awaitDone(LiveClient live) {
    await().until(() -> store.memory.records(KIND).isEmpty());
    assertThat(live.isFenced()).isFalse();
  }

  private static Object given(LiveClient live, ServiceRequest<?> request) throws Exception {
    ServiceAnswer<?> answer = live.client.request(request).get(20, TimeUnit.SECONDS);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<?>) answer).value();
  }

  private static Group described(LiveClient live, Group group) throws Exception {
    return (Group) given(live, new DescribeGroup.Of(group.id()));
  }

  private List<String> subjects(LiveClient live) throws Exception {
    ListGroups.Page page = (ListGroups.Page) given(live, new ListGroups.Of("", 100));
    return page.groups().stream().map(Group::subject).toList();
  }

  private List<GroupEvent.ChangeFailed> failures() {
    List<GroupEvent.ChangeFailed> failures = new ArrayList<>();
    for (Change.Append append : store.memory.events()) {
      if (append.event() instanceof GroupEvent.ChangeFailed failed) {
        failures.add(failed);
      }
    }
    return failures;
  }

  @Test
  void aGroupIsMadeOnceWhereverTheProcessDies() throws Exception {
    for (Death death : Death.values()) {
      String subject = "Garden " + death;
      CreateGroup.Of create = new CreateGroup.Of(subject, List.of(Jid.phoneNumber(BOB)));
      dies(death, create, subject.replace(' ', '-'));
      try (LiveClient live = again()) {
        awaitDone(live);
        // The caller has no answer, and repeats the request under its key.
        assertThat(begin(live, subject.replace(' ', '-'))).isEqualTo(new KeyedRequest.Unfinished());
        CreateGroup.Made made =
            (CreateGroup.Made) given(live, request(create, false, subject.replace(' ', '-')));
        assertThat(made.group().subject()).isEqualTo(subject);
        assertThat(subjects(live)).containsOnlyOnce(subject);
      }
    }
    assertThat(failures()).isEmpty();
  }

  @Test
  void whatIsHarmlessIsDoneAgain() throws Exception {
    Group group;
    try (LiveClient live = again()) {
      group =
          ((CreateGroup.Made)
                  given(live, request(new CreateGroup.Of("Garden", List.of()), false, "")))
              .group();
    }
    for (Death death : List.of(Death.BEFORE_ASKED, Death.BEFORE_ANSWER_STORED)) {
      String subject = "Garden of " + death;
      dies(death, new ChangeGroup.Of(group.id(), new ChangeGroup.Subject(subject)), "");
      try (LiveClient live = again()) {
        awaitDone(live);
        assertThat(described(live, group).subject()).isEqualTo(subject);
      }
      Action action = death == Death.BEFORE_ASKED ? Action.ADD : Action.PROMOTE;
      dies(death, new ChangeParticipants.Of(group.id(), action, List.of(Jid.phoneNumber(BOB))), "");
      try (LiveClient live = again()) {
        awaitDone(live);
        assertThat(described(live, group).participant(Jid.phoneNumber(BOB)).orElseThrow().role())
            .isEqualTo(action == Action.ADD ? Role.MEMBER : Role.ADMIN);
      }
    }
    assertThat(failures()).isEmpty();
  }

  @Test
  void aRevokedLinkIsNotRevokedAgainAndTheCallerIsTold() throws Exception {
    Group group;
    try (LiveClient live = again()) {
      group =
          ((CreateGroup.Made)
                  given(live, request(new CreateGroup.Of("Garden", List.of()), false, "")))
              .group();
    }
    dies(Death.BEFORE_ANSWER_STORED, new InviteCode.Of(group.id(), true), "");
    try (LiveClient live = again()) {
      awaitDone(live);
      assertThat(failures())
          .singleElement()
          .satisfies(
              failed -> {
                assertThat(failed.change()).isEqualTo("revoke-invite");
                assertThat(failed.id()).contains(group.id());
                assertThat(failed.failure().code()).isEqualTo("outcome-unknown");
              });
    }
  }

  @Test
  void whatIsQueuedWaitsForTheConnectionAndARefusalIsAnEvent() throws Exception {
    CreateGroup.Of create = new CreateGroup.Of("Later", List.of());
    ChangeGroup.Of refused =
        new ChangeGroup.Of(Jid.group("77"), new ChangeGroup.Subject("Nowhere"));
    try (LiveClient live = LiveClient.of(simulator, store, identities)) {
      // It is asked before it is started, so that there is no connection.
      CompletableFuture<ServiceAnswer<Object>> one =
          live.client.request(request(refused, false, ""));
      CompletableFuture<ServiceAnswer<Object>> two =
          live.client.request(request(refused, true, ""));
      CompletableFuture<ServiceAnswer<Object>> three =
          live.client.request(request(create, true, ""));
      live.client.start();
      assertThat(one.get(20, TimeUnit.SECONDS)).isInstanceOf(ServiceAnswer.NotConnected.class);
      assertThat(two.get(20, TimeUnit.SECONDS)).isEqualTo(new ServiceAnswer.Queued<>("0002"));
      assertThat(three.get(20, TimeUnit.SECONDS)).isEqualTo(new ServiceAnswer.Queued<>("0003"));
      live.awaitPhase(Phase.CONNECTED);
      awaitDone(live);
      live.awaitStored(store.memory, append -> append.event() instanceof GroupEvent.Created);
      assertThat(subjects(live)).containsOnlyOnce("Later");
    }
    assertThat(failures())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.changeId()).isEqualTo("0002");
              assertThat(failed.change()).isEqualTo("subject");
              assertThat(failed.failure().code()).isEqualTo("not-in-group");
            });
  }
}
