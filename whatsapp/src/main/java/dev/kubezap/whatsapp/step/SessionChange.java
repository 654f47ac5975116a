package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.util.Optional;

/**
 * One change of what can be said about a session; the engine keeps the sum of them and raises their
 * events.
 */
public sealed interface SessionChange {

  /**
   * The session is in another phase, or in the same for another reason. A QR code or pairing code
   * goes away with the phase that showed it.
   *
   * @param reason in kebab case, when the phase needs one
   */
  record Moved(Phase phase, Optional<String> reason) implements SessionChange {
    /** A phase that speaks for itself. */
    public static Moved to(Phase phase) {
      return new Moved(phase, Optional.empty());
    }

    /** A phase with a reason. */
    public static Moved to(Phase phase, String reason) {
      return new Moved(phase, Optional.of(reason));
    }
  }

  /** A QR code is shown instead of the one before. */
  record QrShown(SessionSnapshot.Qr qr) implements SessionChange {}

  /** No QR code is shown. */
  record QrHidden() implements SessionChange {}

  /** A pairing code is shown instead of the one before. */
  record CodeShown(SessionSnapshot.PairingCode code) implements SessionChange {}

  /** No pairing code is shown. */
  record CodeHidden() implements SessionChange {}

  /** How the session is connected. */
  record Linked(Turn.Link link) implements SessionChange {}

  /** A connection was opened again. */
  record Reconnected(String why) implements SessionChange {}

  /** The connection ended. */
  record Disconnected(SessionSnapshot.LastDisconnect how) implements SessionChange {}

  /** The account's own name. */
  record Named(String pushName) implements SessionChange {}

  /** How the session behaves from now on. */
  record Behaving(Behaviour behaviour) implements SessionChange {}

  /** The client version that is used from now on. */
  record Versioned(String clientVersion) implements SessionChange {}
}
