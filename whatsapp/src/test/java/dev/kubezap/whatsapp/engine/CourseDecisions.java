package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.step.Decisions.NOW;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.login.OfflineQueue;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Optional;

/** Sessions whose course is decided in tests. */
final class CourseDecisions {
  static final DeviceIdentity DEVICE = Decisions.device(3);
  static final String VERSION = "2.3000.1";

  private CourseDecisions() {}

  /** A session that has just started, with this identity. */
  static SessionState starting(Optional<DeviceIdentity> identity) {
    return SessionState.starting(VERSION).with(identity);
  }

  /** A session in this phase. */
  static SessionState in(Phase phase, Optional<DeviceIdentity> identity) {
    return starting(identity).after(SessionChange.Moved.to(phase), NOW);
  }

  /** The same after its connection ended so often. */
  static SessionState ended(SessionState session, int times) {
    SessionState ended = session;
    for (int i = 0; i < times; i++) {
      ended =
          ended.after(
              new SessionChange.Disconnected(
                  new SessionSnapshot.LastDisconnect("428", "stream ended", NOW)),
              NOW);
    }
    return ended;
  }

  /** An attempt to pair that shows its first QR code. */
  static PairingAttempt showing(PairingAttempt attempt) {
    return new PairingAttempt(
        attempt.noiseKey(),
        attempt.identityKey(),
        attempt.registrationId(),
        attempt.signedPreKey(),
        attempt.advSecret(),
        List.of(ByteString.copyFromUtf8("ref")),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.of("refused-before"));
  }

  /** What every end of a connection takes from the world's sight. */
  static Outcome.Builder nothingShown(Outcome.Builder outcome) {
    return outcome
        .effect(new Effect.Cancel("connect"))
        .effects(OfflineQueue.over())
        .effect(new Effect.Report(new SessionChange.QrHidden()))
        .effect(new Effect.Report(new SessionChange.CodeHidden()));
  }

  /** A step's outcome over stored state. */
  static <I, G> Outcome decide(
      SessionStep<I, G> step, I input, MemoryStore store, SessionState session, Turn turn) {
    return decide(step, Work.of(input), store, session, turn);
  }

  /** A step's outcome over stored state, of work that may have asked. */
  static <I, G> Outcome decide(
      SessionStep<I, G> step, Work<I> work, MemoryStore store, SessionState session, Turn turn) {
    return step.decide(work, step.gather(work, store, turn), session, turn);
  }
}
