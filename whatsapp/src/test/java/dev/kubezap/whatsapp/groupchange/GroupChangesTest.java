package dev.kubezap.whatsapp.groupchange;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.events;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a change of a group that is accepted, cut off, or asked for again. */
class GroupChangesTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final Jid GROUP = Jid.group("120363001");
  private static final Jid BOB = Jid.phoneNumber("4915122222222");
  private static final ServiceRequest<?> SUBJECT =
      new ChangeGroup.Of(GROUP, new ChangeGroup.Subject("Garden"));
  private static final ServiceRequest<?> REVOKE = new InviteCode.Of(GROUP, true);
  private static final ServiceRequest<?> CREATE = new CreateGroup.Of("Garden", List.of(BOB));
  private static final Reply MISSING = new Reply.Missing();

  private final MemoryStore store = new MemoryStore();
  private final AcceptGroupChange accept = new AcceptGroupChange("this");
  private final RepeatGroupChange repeat = new RepeatGroupChange("this");

  private static GroupChangeRequest request(ServiceRequest<?> change, boolean queue) {
    return new GroupChangeRequest("g1", change, queue, Optional.empty());
  }

  private static StoredChange change(ServiceRequest<?> change, boolean sent, Instant at) {
    return new StoredChange(change, DEVICE.jid(), at, sent, Optional.empty(), Optional.empty());
  }

  private void holds(StoredChange change) {
    store(store, new Change.Put<>(new GroupChangeKey("g1"), change));
  }

  private Optional<StoredChange> held() {
    return store.read(new GroupChangeKey("g1"));
  }

  private Outcome repeated(Turn turn) {
    Outcome outcome = decide(repeat, new RepeatGroupChange.Of("g1"), store, turn);
    store(store, outcome.changes());
    return outcome;
  }

  private Outcome repeated(int asked, Reply... replies) {
    Outcome outcome =
        answered(repeat, new RepeatGroupChange.Of("g1"), asked, store, online(DEVICE), replies);
    store(store, outcome.changes());
    return outcome;
  }

  private static Object answer(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Answer.class::isInstance)
        .map(effect -> ((Effect.Answer) effect).value())
        .findFirst()
        .orElseThrow();
  }

  private static String failure(Outcome outcome) {
    List<SessionEvent> events = events(outcome);
    assertThat(events).hasSize(1);
    return ((GroupEvent.ChangeFailed) events.getFirst()).failure().code();
  }

  @Test
  void eachKindIsStoredAsItIs() {
    for (ServiceRequest<?> change :
        List.<ServiceRequest<?>>of(
            CREATE,
            new CreateGroup.Of("Garden", List.of(), Optional.of(GROUP)),
            SUBJECT,
            new ChangeGroup.Of(GROUP, new ChangeGroup.Description(Optional.of("Peas"))),
            new ChangeGroup.Of(GROUP, new ChangeGroup.Description(Optional.empty())),
            new ChangeGroup.Of(GROUP, new ChangeGroup.Announce(true)),
            new ChangeGroup.Of(GROUP, new ChangeGroup.Locked(false)),
            new ChangeGroup.Of(GROUP, new ChangeGroup.JoinApproval(true)),
            new ChangeGroup.Of(GROUP, new ChangeGroup.AdminsAdd(true)),
            new ChangeGroup.Of(GROUP, new ChangeGroup.Ephemeral(Duration.ofDays(7))),
            new ChangeParticipants.Of(GROUP, ChangeParticipants.Action.ADD, List.of(BOB)),
            new ChangeParticipants.Of(GROUP, ChangeParticipants.Action.REJECT, List.of(BOB)),
            new LeaveGroup.Of(GROUP),
            REVOKE,
            new JoinGroup.Of("AbCdEfGh"))) {
      StoredChange stored =
          new StoredChange(
              change,
              DEVICE.jid(),
              NOW,
              true,
              Optional.of(new StoredChange.Attempt("this", NOW)),
              Optional.of("k"));
      GroupChangeKey key = new GroupChangeKey("g1");
      assertThat(key.decode(key.encode(stored))).isEqualTo(stored);
    }
    assertThatThrownBy(() -> new GroupChangeKey("g1").decode(ByteString.copyFromUtf8("x")))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void itIsStoredInTheCommitAfterWhichItIsAsked() {
    Outcome outcome = decide(accept, request(SUBJECT, false), store, online(DEVICE));
    store(store, outcome.changes());
    assertThat(outcome.ask()).isPresent();
    assertThat(held().orElseThrow().isAsked("this", NOW)).isTrue();
    assertThat(held().orElseThrow().isAsked("another", NOW)).isFalse();
    // The session comes online while it is in flight: it is not asked for twice.
    Outcome again = repeated(online(DEVICE));
    assertThat(again.ask()).isEmpty();
    assertThat(again.effects())
        .containsExactly(
            new Effect.Schedule(
                "group-change/g1", new RepeatGroupChange.Of("g1"), Duration.ofSeconds(60)));
  }

  @Test
  void withoutAConnectionItWaitsOnlyIfItIsToBeQueued() {
    Turn offline = turn(DEVICE);
    Outcome refused = decide(accept, request(SUBJECT, false), store, offline);
    assertThat(answer(refused)).isEqualTo(new ServiceAnswer.NotConnected<>());
    assertThat(refused.changes()).isEmpty();
    assertThat(answer(decide(accept, request(SUBJECT, true), store, unpaired())))
        .isEqualTo(new ServiceAnswer.NotConnected<>());
    Outcome queued = decide(accept, request(SUBJECT, true), store, offline);
    assertThat(answer(queued)).isEqualTo(new ServiceAnswer.Queued<>("g1"));
    store(store, queued.changes());
    assertThat(repeated(offline)).isEqualTo(Outcome.nothing());
    assertThat(repeated(online(DEVICE)).ask()).isPresent();
  }

  @Test
  void noMoreThanAThousandWait() {
    for (int i = 0; i < 1_000; i++) {
      store(store, new Change.Put<>(new GroupChangeKey("w" + i), change(SUBJECT, false, NOW)));
    }
    Object answer = answer(decide(accept, request(SUBJECT, true), store, turn(DEVICE)));
    assertThat(((ServiceAnswer.Impossible<?>) answer).code()).isEqualTo("queue-full");
  }

  @Test
  void whatIsCutOffGoesOnByItselfUnlessItWouldBeDoneTwice() {
    holds(change(SUBJECT, true, NOW));
    Outcome cut =
        answered(accept, request(SUBJECT, false), 1, store, online(DEVICE), MISSING, MISSING);
    assertThat(answer(cut)).isEqualTo(new ServiceAnswer.Queued<>("g1"));
    assertThat(cut.effects())
        .contains(
            new Effect.Schedule(
                "group-change/g1", new RepeatGroupChange.Of("g1"), Duration.ofSeconds(30)));
    Outcome revoked = answered(accept, request(REVOKE, false), 1, store, online(DEVICE), MISSING);
    assertThat(answer(revoked)).isEqualTo(new ServiceAnswer.Unanswered<>());
    store(store, revoked.changes());
    assertThat(held()).isEmpty();
  }

  @Test
  void whoeverWaitsIsToldARefusalAndNobodyElse() {
    holds(change(SUBJECT, true, NOW));
    Outcome refused =
        answered(
            accept,
            request(SUBJECT, false),
            1,
            store,
            online(DEVICE),
            new Reply.Refused(403, "forbidden"),
            MISSING);
    // Half of an answer is none.
    assertThat(answer(refused)).isEqualTo(new ServiceAnswer.Queued<>("g1"));
    refused =
        answered(
            accept,
            request(SUBJECT, false),
            1,
            store,
            online(DEVICE),
            new Reply.Refused(403, "forbidden"),
            new Reply.Refused(403, "forbidden"));
    assertThat(answer(refused)).isEqualTo(new ServiceAnswer.Refused<>(403, Duration.ZERO));
    assertThat(events(refused)).isEmpty();
    store(store, refused.changes());
    assertThat(held()).isEmpty();
  }

  @Test
  void whatNobodyWaitsForEndsAsAnEvent() {
    holds(change(SUBJECT, false, NOW));
    Outcome refused =
        repeated(1, new Reply.Refused(403, "forbidden"), new Reply.Refused(403, "forbidden"));
    assertThat(events(refused))
        .singleElement()
        .satisfies(
            event -> {
              GroupEvent.ChangeFailed failed = (GroupEvent.ChangeFailed) event;
              assertThat(failed.changeId()).isEqualTo("g1");
              assertThat(failed.id()).contains(GROUP);
              assertThat(failed.change()).isEqualTo("subject");
              assertThat(failed.failure().whatsappCode()).hasValue(403);
            });
    assertThat(held()).isEmpty();
  }

  @Test
  void whatTheServiceIsTooBusyForIsAskedLater() {
    holds(change(SUBJECT, true, NOW));
    Outcome busy =
        repeated(
            1,
            new Reply.Refused(429, "rate-overlimit", Duration.ofMinutes(3)),
            new Reply.Refused(429, "rate-overlimit", Duration.ofMinutes(3)));
    assertThat(events(busy)).isEmpty();
    assertThat(busy.effects())
        .containsExactly(
            new Effect.Schedule(
                "group-change/g1", new RepeatGroupChange.Of("g1"), Duration.ofMinutes(3)));
    assertThat(held()).isPresent();
  }

  @Test
  void itIsGivenUpAfterAWeekAndWithItsDevice() {
    holds(change(SUBJECT, false, NOW.minus(Duration.ofDays(8))));
    assertThat(failure(repeated(online(DEVICE)))).isEqualTo("expired");
    holds(
        new StoredChange(
            SUBJECT,
            Jid.of("4915112345678:6@s.whatsapp.net"),
            NOW,
            false,
            Optional.empty(),
            Optional.empty()));
    assertThat(failure(repeated(online(DEVICE)))).isEqualTo("logged-out");
    assertThat(held()).isEmpty();
  }

  @Test
  void aLinkThatMayBeRenewedIsNotRenewedAgain() {
    holds(change(REVOKE, true, NOW));
    assertThat(failure(repeated(online(DEVICE)))).isEqualTo("outcome-unknown");
    holds(change(REVOKE, false, NOW));
    assertThat(repeated(online(DEVICE)).ask()).isPresent();
    assertThat(failure(repeated(1, MISSING))).isEqualTo("outcome-unknown");
  }

  private static Reply listed(Jid owner, String subject, Instant at) {
    return new Reply.Result(
        Node.of(
            "iq",
            Node.of(
                "groups",
                Node.of("group")
                    .with("id", "120363001")
                    .with("subject", subject)
                    .with("creator", owner)
                    .with("creation", at.getEpochSecond()))));
  }

  @Test
  void aGroupIsLookedUpBeforeItIsMadeAgain() {
    Jid own = DEVICE.lid().orElseThrow().account();
    holds(change(CREATE, true, NOW));
    Outcome looks = repeated(online(DEVICE));
    assertThat(looks.ask().orElseThrow().queries().getFirst().child("participating")).isPresent();
    for (Reply other :
        List.of(
            listed(own, "Garden", NOW.minus(Duration.ofMinutes(3))),
            listed(own, "Yard", NOW),
            listed(BOB, "Garden", NOW))) {
      Outcome makes = repeated(1, other);
      assertThat(makes.ask().orElseThrow().queries().getFirst().child("create")).isPresent();
    }
    Outcome found = repeated(1, listed(own, "Garden", NOW.minus(Duration.ofMinutes(1))));
    assertThat(found.ask()).isEmpty();
    assertThat(events(found)).isEmpty();
    assertThat(held()).isEmpty();
  }
}
