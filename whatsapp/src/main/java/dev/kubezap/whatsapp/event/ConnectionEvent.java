package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/** What happened to the session itself: its phase, its link, its connection and its webhooks. */
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

  /**
   * Events were not delivered to one who wants them, and are not tried any more.
   *
   * @param webhook by its name
   * @param count how many, at least one
   * @param first the first of them, when it was tried; empty when what had waited too long was
   *     given up untried
   */
  record WebhookFailed(String webhook, long count, Optional<GivenUp> first)
      implements ConnectionEvent {

    /**
     * What was given up.
     *
     * @param eventId the event's own id
     * @param event its name, such as {@code message.received}
     * @param attempts how often it was tried
     * @param status the last answer's HTTP status
     * @param error why there was no answer, in kebab case
     */
    public record GivenUp(
        String eventId,
        String event,
        int attempts,
        Optional<Integer> status,
        Optional<String> error) {}
  }
}
