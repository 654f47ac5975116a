package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.connection.Reaction;
import dev.kubezap.whatsapp.connection.StopReason;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.login.OfflineQueue;
import dev.kubezap.whatsapp.message.UnsentMessages;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A connection ended: what follows is looked up in the connection's own table. Credentials are
 * forgotten only when the service said that the link is gone; a takeover by another client is
 * answered once and never fought (SAFETY.md 2 and 6).
 */
final class Ending implements SessionStep<ConnectionEnded, Ending.Gathered> {
  static final String OUTDATED = "client-outdated";

  private final Backoff backoff;

  /** What is stored, and the messages that fail when the link is gone. */
  record Gathered(StoredSession stored, UnsentMessages unsent) {}

  Ending(Backoff backoff) {
    this.backoff = backoff;
  }

  @Override
  public Gathered gather(Work<ConnectionEnded> work, StateReader state, Turn turn) {
    // A registration that is refused has nothing to forget.
    boolean gone =
        work.input().reason().reaction() instanceof Reaction.LoggedOut
            && turn.identity().isPresent();
    return new Gathered(
        StoredSession.read(state), gone ? UnsentMessages.read(state) : UnsentMessages.NONE);
  }

  @Override
  public Outcome decide(
      Work<ConnectionEnded> work, Gathered gathered, SessionState session, Turn turn) {
    CloseReason reason = work.input().reason();
    if (!gathered.unsent().complete()) {
      // Before the connection is dropped: its end would be late then.
      return DeviceRemoval.page(gathered.unsent(), turn);
    }
    Outcome.Builder outcome =
        Outcome.builder()
            .effect(new Effect.Disconnect())
            .effect(new Effect.Cancel(ConnectNow.TIMER))
            .effects(OfflineQueue.over())
            .effect(new Effect.Report(new SessionChange.QrHidden()))
            .effect(new Effect.Report(new SessionChange.CodeHidden()))
            .effect(
                new Effect.Report(
                    new SessionChange.Disconnected(
                        new SessionSnapshot.LastDisconnect(
                            code(reason), reason.text(), turn.now()))));
    if (turn.identity().isEmpty()) {
      gathered
          .stored()
          .attempt()
          .ifPresent(
              attempt ->
                  outcome.change(
                      new Change.Put<>(new PairingAttemptKey(), attempt.disconnected())));
    }
    return outcome.add(follow(reason, gathered, session, turn)).build();
  }

  private Outcome follow(CloseReason reason, Gathered gathered, SessionState session, Turn turn) {
    return switch (reason.reaction()) {
      case Reaction.ReconnectNow _ ->
          again(
              isRepeated(reason, session, turn)
                  ? delay(Duration.ZERO, session, turn)
                  : Duration.ZERO,
              waiting(session),
              Optional.empty());
      case Reaction.ReconnectWithBackoff(Duration atLeast) ->
          again(delay(atLeast, session, turn), waiting(session), Optional.empty());
      case Reaction.UpdateVersionOnce _ ->
          Outcome.builder()
              .effect(new Effect.Report(SessionChange.Moved.to(waiting(session), OUTDATED)))
              .effect(new Effect.FetchVersion(0))
              .build();
      case Reaction.WaitUntil(Instant end) ->
          again(
              end.isAfter(turn.now()) ? Duration.between(turn.now(), end) : Duration.ofSeconds(1),
              Phase.RESTRICTED,
              Optional.of("temporarily-banned"));
      case Reaction.LoggedOut _ -> loggedOut(gathered.unsent(), session, turn);
      case Reaction.Replaced _ -> replaced(gathered.stored(), turn);
      // Closed from here because the store was away: nobody decided to stay away.
      case Reaction.Stop(StopReason stop) when stop == StopReason.CLOSED ->
          again(delay(Duration.ZERO, session, turn), waiting(session), Optional.empty());
      case Reaction.Stop(StopReason stop) ->
          Outcome.builder().effect(new Effect.Report(stopped(stop))).build();
    };
  }

  /**
   * Whether the connection before ended the same way, and none lasted since: a restart that is
   * asked for once is part of pairing, one that is asked for again and again is a server in
   * trouble.
   */
  private static boolean isRepeated(CloseReason reason, SessionState session, Turn turn) {
    return session.failuresAfter(turn.now()) > 1
        && session.lastDisconnect().filter(last -> last.code().equals(code(reason))).isPresent();
  }

  private Duration delay(Duration atLeast, SessionState session, Turn turn) {
    return backoff.delay(session.failuresAfter(turn.now()), atLeast, turn.random());
  }

  private static Outcome again(Duration delay, Phase phase, Optional<String> reason) {
    return Outcome.builder()
        .effect(new Effect.Report(new SessionChange.Moved(phase, reason)))
        .effect(
            new Effect.Schedule(
                ConnectNow.TIMER, new ConnectNow(reason.orElse("connection-ended")), delay))
        .build();
  }

  private Outcome loggedOut(UnsentMessages unsent, SessionState session, Turn turn) {
    if (turn.identity().isEmpty()) {
      return again(delay(Duration.ZERO, session, turn), waiting(session), Optional.empty());
    }
    Outcome forgotten = DeviceRemoval.device(unsent, turn);
    if (turn.identity().get().pairing() == DeviceIdentity.Pairing.PENDING) {
      // The confirmation of the pairing never arrived: it never was a device.
      return Outcome.builder()
          .add(forgotten)
          .add(again(delay(Duration.ZERO, session, turn), Phase.AWAITING_PAIRING, Optional.empty()))
          .build();
    }
    return Outcome.builder()
        .add(forgotten)
        .add(DeviceRemoval.because("logged-out-by-phone"))
        .build();
  }

  private static Outcome replaced(StoredSession stored, Turn turn) {
    DisconnectHistory disconnects = stored.disconnects().replaced(turn.now());
    return Outcome.builder()
        .change(new Change.Put<>(new DisconnectHistoryKey(), disconnects))
        .add(ReplacedPolicy.insteadOfConnecting(disconnects, turn).orElseThrow())
        .build();
  }

  private static SessionChange stopped(StopReason reason) {
    return switch (reason) {
      case LOCKED -> SessionChange.Moved.to(Phase.RESTRICTED, "account-locked");
      case BANNED -> SessionChange.Moved.to(Phase.RESTRICTED, "account-banned");
      case PHONE_UNSUITABLE -> SessionChange.Moved.to(Phase.FAILED, "phone-unsuitable");
      case REFUSED, CLOSED -> SessionChange.Moved.to(Phase.FAILED, "login-refused");
    };
  }

  /** The phase of a session that will connect by itself. */
  static Phase waiting(SessionState session) {
    if (session.identity().isPresent()) {
      return session.phase() == Phase.PAIRING ? Phase.PAIRING : Phase.RECONNECTING;
    }
    return session.phase() == Phase.STARTING ? Phase.STARTING : Phase.AWAITING_PAIRING;
  }

  private static String code(CloseReason reason) {
    return reason.code() == 0 ? CloseNames.of(reason) : Integer.toString(reason.code());
  }
}
