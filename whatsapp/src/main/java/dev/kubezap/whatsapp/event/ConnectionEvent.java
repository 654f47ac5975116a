package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/** What happened to the session itself: its phase, its link and its connection. */
public sealed interface ConnectionEvent extends SessionEvent {

  /** The session's phase changed. */
  record PhaseChanged(String from, String to, Optional<String> reason) implements ConnectionEvent {}

  /** A new QR text is to be shown. */
  record QrChanged(String text, Instant expiresAt) implements ConnectionEvent {
    @Override
    public String toString() {
      return "QrChanged[until " + expiresAt + "]";
    }
  }

  /** A pairing code is to be typed on the phone. */
  record PairingCodeIssued(String code, Instant expiresAt) implements ConnectionEvent {
    @Override
    public String toString() {
      return "PairingCodeIssued[until " + expiresAt + "]";
    }
  }

  /** Logged in and able to send. */
  record Connected(Jid jid, Optional<Jid> lid) implements ConnectionEvent {}

  /** The connection ended; whether it is tried again follows from the phase. */
  record Disconnected(String code, String reason) implements ConnectionEvent {}
}
