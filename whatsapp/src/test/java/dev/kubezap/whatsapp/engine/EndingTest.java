package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.CourseDecisions.DEVICE;
import static dev.kubezap.whatsapp.engine.CourseDecisions.decide;
import static dev.kubezap.whatsapp.engine.CourseDecisions.ended;
import static dev.kubezap.whatsapp.engine.CourseDecisions.in;
import static dev.kubezap.whatsapp.engine.CourseDecisions.nothingShown;
import static dev.kubezap.whatsapp.engine.CourseDecisions.showing;
import static dev.kubezap.whatsapp.engine.CourseDecisions.starting;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.pending;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection ended: whether it is opened again and when, and when the device is forgotten. */
class EndingTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10));
  private static final Optional<DeviceIdentity> LINKED = Optional.of(DEVICE);
  private static final CloseReason LOST = new CloseReason.Lost("gone");
  private static final Change PREPARED =
      new Change.PutPrepared(new PreparedStanza(1, "m1", "S1", ByteString.copyFromUtf8("<>"), ""));
  private static final Outcome FORGOTTEN =
      Outcome.builder()
          .change(new Change.RemovePrepared("m1"))
          .change(new Change.ForgetDevice())
          .effect(new Effect.EraseIdentity())
          .build();

  private final MemoryStore store = new MemoryStore();

  private Outcome over(CloseReason reason, SessionState session) {
    return decide(
        new Ending(BACKOFF), new ConnectionEnded(reason), store, session, turn(session.identity()));
  }

  private static Outcome.Builder ends(String code, CloseReason reason) {
    return nothingShown(Outcome.builder().effect(new Effect.Disconnect()))
        .effect(
            new Effect.Report(
                new SessionChange.Disconnected(
                    new SessionSnapshot.LastDisconnect(code, reason.text(), NOW))));
  }

  private static Outcome again(Duration delay, Phase phase, String... why) {
    return Outcome.builder()
        .effect(new Effect.Report(new SessionChange.Moved(phase, Stream.of(why).findFirst())))
        .effect(
            new Effect.Schedule(
                "connect", new ConnectNow(why.length > 0 ? why[0] : "connection-ended"), delay))
        .build();
  }

  private static CloseReason failure(int code) {
    return new CloseReason.Failure(code, Optional.empty(), Map.of());
  }

  private static CloseReason error(int code, String condition) {
    return new CloseReason.StreamError(code, condition);
  }

  private static Duration pause(int failures) {
    return BACKOFF.delay(failures, Duration.ZERO, new SeededBytes(1));
  }

  @Test
  void aRestartIsFollowedAtOnceAndALossLaterAndLater() {
    SessionState connected = in(Phase.CONNECTED, LINKED);
    assertThat(over(error(515, ""), connected))
        .isEqualTo(
            ends("515", error(515, "")).add(again(Duration.ZERO, Phase.RECONNECTING)).build());
    for (int before : new int[] {0, 1, 4}) {
      assertThat(over(LOST, ended(in(Phase.RECONNECTING, LINKED), before)))
          .isEqualTo(ends("428", LOST).add(again(pause(before + 1), Phase.RECONNECTING)).build());
    }
    CloseReason busy = error(429, "");
    assertThat(over(busy, connected))
        .isEqualTo(
            ends("429", busy)
                .add(
                    again(
                        BACKOFF.delay(1, Duration.ofMinutes(5), new SeededBytes(1)),
                        Phase.RECONNECTING))
                .build());
  }

  /** The first restart belongs to pairing, however many QR codes were shown before. */
  @Test
  void aRestartThatIsAskedForAgainAndAgainIsFollowedLaterAndLater() {
    CloseReason restart = error(515, "");
    SessionState paired = ended(in(Phase.PAIRING, LINKED), 3);
    assertThat(over(restart, paired))
        .isEqualTo(ends("515", restart).add(again(Duration.ZERO, Phase.PAIRING)).build());

    SessionState once = disconnected(in(Phase.RECONNECTING, LINKED), "515");
    assertThat(over(restart, once))
        .isEqualTo(ends("515", restart).add(again(pause(2), Phase.RECONNECTING)).build());
    SessionState twice = disconnected(once, "515");
    assertThat(over(restart, twice))
        .isEqualTo(ends("515", restart).add(again(pause(3), Phase.RECONNECTING)).build());

    SessionState lostSince = disconnected(twice, "428");
    assertThat(over(restart, lostSince))
        .isEqualTo(ends("515", restart).add(again(Duration.ZERO, Phase.RECONNECTING)).build());
  }

  @Test
  void aConnectionThatLastedIsRestartedAtOnce() {
    CloseReason restart = error(515, "");
    SessionState lasted =
        disconnected(in(Phase.RECONNECTING, LINKED), "515")
            .after(
                SessionChange.Moved.to(Phase.CONNECTED, "logged-in"),
                NOW.minus(SessionTimes.CONNECTION_LASTED).minusMillis(1));
    assertThat(over(restart, lasted))
        .isEqualTo(ends("515", restart).add(again(Duration.ZERO, Phase.RECONNECTING)).build());
  }

  private static SessionState disconnected(SessionState session, String code) {
    return session.after(
        new SessionChange.Disconnected(new SessionSnapshot.LastDisconnect(code, "", NOW)), NOW);
  }

  /** Nobody decided to stay away: the store was away, or it held too long. */
  @Test
  void whatWasClosedHereIsOpenedAgain() {
    CloseReason closed = new CloseReason.ClosedLocally("store");
    assertThat(over(closed, in(Phase.CONNECTED, LINKED)))
        .isEqualTo(ends("closed", closed).add(again(pause(1), Phase.RECONNECTING)).build());
  }

  @Test
  void itWaitsInThePhaseThatItsDeviceAllows() {
    assertThat(Ending.waiting(in(Phase.PAIRING, LINKED))).isEqualTo(Phase.PAIRING);
    assertThat(Ending.waiting(in(Phase.CONNECTED, LINKED))).isEqualTo(Phase.RECONNECTING);
    assertThat(Ending.waiting(starting(LINKED))).isEqualTo(Phase.RECONNECTING);
    assertThat(Ending.waiting(starting(Optional.empty()))).isEqualTo(Phase.STARTING);
    assertThat(Ending.waiting(in(Phase.PAIRING, Optional.empty())))
        .isEqualTo(Phase.AWAITING_PAIRING);
  }

  /** What was on show belongs to the connection that ended. */
  @Test
  void withoutADeviceNothingCanBeScannedAnyMore() {
    PairingAttempt attempt = showing(PairingAttempt.begin(new SeededBytes(8), NOW));
    store(store, new Change.Put<>(new PairingAttemptKey(), attempt));
    assertThat(over(LOST, in(Phase.AWAITING_PAIRING, Optional.empty())))
        .isEqualTo(
            ends("428", LOST)
                .change(new Change.Put<>(new PairingAttemptKey(), attempt.disconnected()))
                .add(again(pause(1), Phase.AWAITING_PAIRING))
                .build());
    assertThat(over(LOST, in(Phase.CONNECTED, LINKED)).changes()).isEmpty();
  }

  @Test
  void anOutdatedClientAsksForTheVersionFirst() {
    assertThat(over(failure(405), in(Phase.CONNECTING, LINKED)))
        .isEqualTo(
            ends("405", failure(405))
                .effect(
                    new Effect.Report(
                        SessionChange.Moved.to(Phase.RECONNECTING, "client-outdated")))
                .effect(new Effect.FetchVersion(0))
                .build());
  }

  @Test
  void aBanIsWaitedOut() {
    for (Instant end : new Instant[] {NOW.plusSeconds(90), NOW, NOW.minusSeconds(5)}) {
      CloseReason ban = new CloseReason.Failure(402, Optional.of(end), Map.of());
      Duration delay = end.isAfter(NOW) ? Duration.ofSeconds(90) : Duration.ofSeconds(1);
      assertThat(over(ban, in(Phase.CONNECTING, LINKED)))
          .isEqualTo(
              ends("402", ban).add(again(delay, Phase.RESTRICTED, "temporarily-banned")).build());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403,RESTRICTED,account-locked",
    "406,RESTRICTED,account-banned",
    "411,FAILED,phone-unsuitable",
    "400,FAILED,login-refused"
  })
  void someRefusalsAreForAPersonToSee(int code, Phase phase, String reason) {
    assertThat(over(failure(code), in(Phase.CONNECTING, LINKED)))
        .isEqualTo(
            ends(Integer.toString(code), failure(code))
                .effect(new Effect.Report(SessionChange.Moved.to(phase, reason)))
                .build());
  }

  /** SAFETY 6: forgotten only when the service said that the link is gone. */
  @Test
  void aRemovedDeviceIsForgotten() {
    store(store, PREPARED);
    CloseReason removed = error(401, "device_removed");
    assertThat(over(removed, in(Phase.CONNECTED, LINKED)))
        .isEqualTo(
            ends("401", removed)
                .add(FORGOTTEN)
                .change(
                    new Change.Put<>(
                        new DisconnectHistoryKey(),
                        DisconnectHistory.loggedOut("logged-out-by-phone")))
                .effect(new Effect.Cancel("connect"))
                .effect(
                    new Effect.Report(
                        SessionChange.Moved.to(Phase.LOGGED_OUT, "logged-out-by-phone")))
                .build());
    assertThat(over(LOST, in(Phase.CONNECTED, LINKED)).changes()).isEmpty();
  }

  @Test
  void aPairingThatNeverArrivedBeginsAnew() {
    store(store, PREPARED);
    assertThat(over(failure(401), in(Phase.PAIRING, Optional.of(pending(DEVICE)))))
        .isEqualTo(
            ends("401", failure(401))
                .add(FORGOTTEN)
                .add(again(pause(1), Phase.AWAITING_PAIRING))
                .build());
  }

  @Test
  void aRefusedRegistrationHasNothingToForget() {
    store(store, PREPARED);
    assertThat(over(failure(401), in(Phase.AWAITING_PAIRING, Optional.empty())))
        .isEqualTo(ends("401", failure(401)).add(again(pause(1), Phase.AWAITING_PAIRING)).build());
  }

  private static Change replacedAt(Instant at) {
    return new Change.Put<>(new DisconnectHistoryKey(), DisconnectHistory.NONE.replaced(at));
  }

  /** SAFETY 2: one attempt after five minutes, then no fight. */
  @Test
  void aTakeoverIsAnsweredOnceADay() {
    CloseReason replaced = error(0, "replaced");
    SessionState connected = in(Phase.CONNECTED, LINKED);
    Outcome once = ends("stream-error", replaced).build();
    Outcome tries =
        Outcome.builder()
            .change(replacedAt(NOW))
            .add(again(Duration.ofMinutes(5), Phase.RECONNECTING, "replaced"))
            .build();
    assertThat(over(replaced, connected).changes()).isEqualTo(tries.changes());
    assertThat(over(replaced, connected).effects())
        .endsWith(tries.effects().toArray(Effect[]::new))
        .hasSize(once.effects().size() + tries.effects().size());
    store(store, replacedAt(NOW.minus(Duration.ofHours(24))));
    assertThat(over(replaced, connected).changes()).isEqualTo(tries.changes());
    assertThat(over(replaced, connected).effects())
        .endsWith(tries.effects().toArray(Effect[]::new));
    store(store, replacedAt(NOW.minus(Duration.ofHours(24)).plusMillis(1)));
    assertThat(over(replaced, connected).changes())
        .containsExactly(
            new Change.Put<>(
                new DisconnectHistoryKey(), DisconnectHistory.NONE.replaced(NOW).replaced(NOW)));
    assertThat(over(replaced, connected).effects())
        .endsWith(
            new Effect.Report(SessionChange.Moved.to(Phase.FAILED, "credentials-in-use-elsewhere")))
        .hasSize(once.effects().size() + 1);
  }

  @Test
  void endsWithoutACodeHaveNames() {
    assertThat(CloseNames.of(error(0, ""))).isEqualTo("stream-error");
    assertThat(CloseNames.of(error(0, "replaced"))).isEqualTo("replaced");
    assertThat(CloseNames.of(failure(0))).isEqualTo("login-refused");
    assertThat(CloseNames.of(new CloseReason.StreamEnded(""))).isEqualTo("stream-ended");
    assertThat(CloseNames.of(new CloseReason.Downgraded())).isEqualTo("phone-unsuitable");
    assertThat(CloseNames.of(new CloseReason.DeadPeer(""))).isEqualTo("no-answer");
    assertThat(CloseNames.of(LOST)).isEqualTo("connection-lost");
    assertThat(CloseNames.of(new CloseReason.ProtocolViolation("")))
        .isEqualTo("protocol-violation");
    assertThat(CloseNames.of(new CloseReason.Stalled())).isEqualTo("stalled");
    assertThat(CloseNames.of(new CloseReason.ListenerFailed(""))).isEqualTo("internal-error");
    assertThat(CloseNames.of(new CloseReason.ClosedLocally(""))).isEqualTo("closed");
  }
}
