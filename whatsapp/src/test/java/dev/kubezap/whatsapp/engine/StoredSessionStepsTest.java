package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.CourseDecisions.DEVICE;
import static dev.kubezap.whatsapp.engine.CourseDecisions.VERSION;
import static dev.kubezap.whatsapp.engine.CourseDecisions.decide;
import static dev.kubezap.whatsapp.engine.CourseDecisions.in;
import static dev.kubezap.whatsapp.engine.CourseDecisions.starting;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.call.PruneCalls;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.login.RefreshVersion;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.message.DueSends;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.proto.EndingsRecord;
import dev.kubezap.whatsapp.restore.Restoration;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import dev.kubezap.whatsapp.token.PruneTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a session begins, is resumed, keeps its version and is logged out. */
class StoredSessionStepsTest {
  private static final Optional<DeviceIdentity> LINKED = Optional.of(DEVICE);
  private static final Change LOGGED_OUT =
      new Change.Put<>(new DisconnectHistoryKey(), DisconnectHistory.loggedOut("requested"));

  private final MemoryStore store = new MemoryStore();

  private static Effect versioned(String version) {
    return new Effect.Report(new SessionChange.Versioned(version));
  }

  private static Outcome.Builder goesOn(Outcome.Builder outcome, Account account) {
    return outcome
        .effect(RefreshVersion.first(account, NOW, new SeededBytes(1)))
        .effect(PruneTokens.Due.first())
        .effect(PruneCalls.Due.first())
        .effect(DueSends.Now.first())
        .effect(new Effect.Enqueue(new ConnectNow("start")));
  }

  private Outcome started(SessionState session, Turn turn) {
    return decide(new SessionStart.AtStart(), new SessionStart.Started(), store, session, turn);
  }

  @Test
  void aSessionThatStartsConnectsWithTheNewestVersionThatItKnows() {
    SessionState session = starting(LINKED);
    assertThat(started(session, turn(DEVICE)))
        .isEqualTo(goesOn(Outcome.builder().effect(versioned(VERSION)), Account.BLANK).build());
    Account newer = Account.BLANK.withPushName("Shop").withClientVersion("2.3000.2");
    store(store, new Change.Put<>(new AccountKey(), newer));
    assertThat(started(session, turn(DEVICE)))
        .isEqualTo(
            goesOn(
                    Outcome.builder()
                        .effect(versioned("2.3000.2"))
                        .effect(new Effect.Report(new SessionChange.Named("Shop"))),
                    newer)
                .build());
    Account older = Account.BLANK.withClientVersion("2.3000.0");
    store(store, new Change.Put<>(new AccountKey(), older));
    assertThat(started(session, turn(DEVICE)).effects()).startsWith(versioned(VERSION));
  }

  /** Pairing begins anew only on request. */
  @Test
  void aLinkThatWasEndedStaysEnded() {
    store(store, LOGGED_OUT);
    assertThat(started(starting(Optional.empty()), unpaired()))
        .isEqualTo(
            Outcome.builder()
                .effect(versioned(VERSION))
                .effect(new Effect.Report(SessionChange.Moved.to(Phase.LOGGED_OUT, "requested")))
                .build());
    assertThat(started(starting(LINKED), turn(DEVICE)).effects())
        .endsWith(new Effect.Enqueue(new ConnectNow("start")));
    MemoryStore unpairedStore = new MemoryStore();
    assertThat(
            decide(
                    new SessionStart.AtStart(),
                    new SessionStart.Started(),
                    unpairedStore,
                    starting(Optional.empty()),
                    unpaired())
                .effects())
        .endsWith(new Effect.Enqueue(new ConnectNow("start")));
  }

  @Test
  void somebodyDecidesThatItGoesOn() {
    for (Optional<DeviceIdentity> identity : List.of(LINKED, Optional.<DeviceIdentity>empty())) {
      assertThat(
              decide(
                  new SessionStart.AtRequest(),
                  new SessionStart.Resumed(),
                  store,
                  in(Phase.FAILED, identity),
                  turn(identity)))
          .isEqualTo(
              Outcome.builder()
                  .change(new Change.Remove(new DisconnectHistoryKey()))
                  .effect(
                      new Effect.Report(
                          SessionChange.Moved.to(
                              identity.isPresent() ? Phase.RECONNECTING : Phase.STARTING)))
                  .effect(new Effect.Enqueue(new ConnectNow("requested")))
                  .build());
    }
  }

  /** SAFETY 2: resuming applies the restored-state rule. */
  @Test
  void afterTheCredentialsWereUsedElsewhereItGoesOnAsRestored() {
    store(
        store,
        new Change.Put<>(
            new DisconnectHistoryKey(), DisconnectHistory.NONE.replaced(NOW).replaced(NOW)));
    assertThat(
            decide(
                    new SessionStart.AtRequest(),
                    new SessionStart.Resumed(),
                    store,
                    in(Phase.FAILED, LINKED),
                    turn(DEVICE))
                .changes())
        .containsExactly(
            new Change.Remove(new DisconnectHistoryKey()),
            new Restoration("credentials-in-use-elsewhere", NOW).noted());
  }

  private Outcome loggedOut(int asked, Phase phase) {
    return decide(
        new LoggingOut(),
        new Work<>(new LogOut(), List.of(), asked),
        store,
        in(phase, LINKED),
        turn(DEVICE));
  }

  @Test
  void theServerIsToldWhenItCanBeReached() {
    Node removal =
        Node.of(
                "iq",
                Node.of("remove-companion-device")
                    .with("jid", DEVICE.jid())
                    .with("reason", "user_initiated"))
            .with("to", Jid.SERVICE)
            .with("type", "set")
            .with("xmlns", "md");
    assertThat(loggedOut(0, Phase.CONNECTED))
        .isEqualTo(Outcome.builder().ask(new Ask(List.of(removal), Duration.ofSeconds(5))).build());
    Outcome forgotten =
        Outcome.builder()
            .effect(new Effect.Disconnect())
            .change(new Change.ForgetDevice())
            .effect(new Effect.EraseIdentity())
            .change(LOGGED_OUT)
            .effect(new Effect.Cancel("connect"))
            .effect(new Effect.Report(SessionChange.Moved.to(Phase.LOGGED_OUT, "requested")))
            .effect(new Effect.Answer(new LoggingOut.Done()))
            .build();
    assertThat(loggedOut(0, Phase.RECONNECTING)).isEqualTo(forgotten);
    assertThat(loggedOut(1, Phase.CONNECTED)).isEqualTo(forgotten);
    assertThat(
            decide(
                new LoggingOut(),
                new LogOut(),
                store,
                in(Phase.CONNECTED, Optional.empty()),
                unpaired()))
        .isEqualTo(forgotten);
  }

  private static StoredMessage queued() {
    return new StoredMessage(
        "m1",
        "S1",
        Jid.phoneNumber("49"),
        Optional.empty(),
        DEVICE.jid().account(),
        7,
        true,
        Optional.empty(),
        NOW,
        TextContent.of("hello"),
        ByteString.EMPTY,
        MessageStatus.QUEUED,
        Optional.empty(),
        Map.of());
  }

  @Test
  void whatWasQueuedFailsWithTheLink() {
    store(
        store,
        new Change.PutMessage(queued()),
        new Change.PutOutgoing(
            new OutgoingMessage(
                "m1", "S1", Jid.phoneNumber("49"), ByteString.EMPTY, NOW, Set.of(), Set.of())),
        new Change.JoinQueue(new QueuedMessage("m1", Jid.phoneNumber("49"))));
    MessageFailure failure =
        new MessageFailure(
            "logged-out",
            OptionalInt.empty(),
            "The session was logged out before the message was sent; pair it and send again.");
    assertThat(loggedOut(1, Phase.CONNECTED).changes())
        .startsWith(
            new Change.MoveMessage(
                queued().withStatus(MessageStatus.FAILED, Optional.of(failure))));
    assertThat(Decisions.decide(new CheckStatus(), new CheckStatus.Of("m1"), store, unpaired()))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.StatusReached(queued(), MessageStatus.QUEUED))
                .effect(new Effect.Answer(new CheckStatus.Found(true)))
                .build());
    assertThat(Decisions.decide(new CheckStatus(), new CheckStatus.Of("m2"), store, unpaired()))
        .isEqualTo(
            Outcome.builder().effect(new Effect.Answer(new CheckStatus.Found(false))).build());
  }

  private Outcome fetched(SessionState session, VersionFetched.Result result) {
    return decide(new Updating(), new VersionFetched(result, 2), store, session, turn(DEVICE));
  }

  private static VersionFetched.Result found(String version) {
    return new VersionFetched.Result.Found(ClientVersion.parse(version));
  }

  private static SessionState refused() {
    return in(Phase.RECONNECTING, LINKED)
        .after(SessionChange.Moved.to(Phase.RECONNECTING, "client-outdated"), NOW);
  }

  private static Change checked(Account account) {
    return new Change.Put<>(new AccountKey(), account.withVersionCheckedAt(NOW));
  }

  @Test
  void aNewerVersionIsUsedFromNowOn() {
    Outcome.Builder adopted =
        Outcome.builder()
            .change(checked(Account.BLANK.withClientVersion("2.3000.2")))
            .effect(versioned("2.3000.2"))
            .effect(RefreshVersion.next(false, new SeededBytes(1)));
    assertThat(fetched(in(Phase.CONNECTED, LINKED), found("2.3000.2"))).isEqualTo(adopted.build());
    assertThat(fetched(refused(), found("2.3000.2")))
        .isEqualTo(
            adopted
                .effect(
                    new Effect.Report(
                        SessionChange.Moved.to(Phase.RECONNECTING, "client-outdated")))
                .effect(new Effect.Enqueue(new ConnectNow("client-updated")))
                .build());
  }

  @Test
  void aRefusedSessionWithoutANewerVersionSaysSo() {
    for (VersionFetched.Result none :
        List.of(found(VERSION), found("2.3000.0"), new VersionFetched.Result.Unknown())) {
      assertThat(fetched(in(Phase.CONNECTED, LINKED), none))
          .isEqualTo(
              Outcome.builder()
                  .change(checked(Account.BLANK))
                  .effect(RefreshVersion.next(false, new SeededBytes(1)))
                  .build());
      assertThat(fetched(refused(), none))
          .isEqualTo(
              Outcome.builder()
                  .change(checked(Account.BLANK))
                  .effect(RefreshVersion.next(true, new SeededBytes(1)))
                  .effect(
                      new Effect.Report(SessionChange.Moved.to(Phase.FAILED, "client-outdated")))
                  .build());
    }
  }

  @Test
  void whatCouldNotBeAskedDecidesNothing() {
    assertThat(fetched(refused(), new VersionFetched.Result.Failed()))
        .isEqualTo(Outcome.builder().effect(RefreshVersion.again(3, new SeededBytes(1))).build());
  }

  @Test
  void recordsComeBackAsTheyWereStored() {
    DisconnectHistoryKey disconnects = new DisconnectHistoryKey();
    for (DisconnectHistory value :
        List.of(
            DisconnectHistory.NONE,
            DisconnectHistory.NONE.replaced(NOW),
            DisconnectHistory.NONE.replaced(NOW).replaced(NOW),
            DisconnectHistory.loggedOut("requested"))) {
      assertThat(disconnects.decode(disconnects.encode(value))).isEqualTo(value);
    }
    assertThat(disconnects.kind() + "/" + disconnects.name()).isEqualTo("endings/own");
    // As it was written before it said whether a person is to decide.
    ByteString older =
        EndingsRecord.newBuilder().setReplacedAtMs(NOW.toEpochMilli()).build().toByteString();
    assertThat(disconnects.decode(older)).isEqualTo(DisconnectHistory.NONE.replaced(NOW));
    QuarantineKey key = new QuarantineKey("q1");
    ByteString bytes = ByteString.copyFromUtf8("bytes");
    QuarantineKey.Entry entry =
        new QuarantineKey.Entry("message", "why", bytes, List.of(bytes), NOW);
    assertThat(key.decode(key.encode(entry))).isEqualTo(entry);
    assertThat(key.kind() + "/" + key.name()).isEqualTo("quarantine/q1");
    assertThat(RecordKind.keptAtLogOut()).contains(key.kind());
    ByteString damaged = ByteString.copyFrom(new byte[] {-1});
    assertThatThrownBy(() -> disconnects.decode(damaged)).isInstanceOf(StoredStateException.class);
    assertThatThrownBy(() -> key.decode(damaged)).isInstanceOf(StoredStateException.class);
  }
}
