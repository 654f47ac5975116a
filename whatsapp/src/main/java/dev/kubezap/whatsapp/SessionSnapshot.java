package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that can be said about a session at one moment.
 *
 * @param phase where it stands
 * @param reason why, in kebab case, when the phase needs a reason: {@code pairing-expired}, {@code
 *     temporarily-banned}, {@code client-outdated}, {@code credentials-in-use-elsewhere}, {@code
 *     wrong-phone-number} and so on
 * @param phoneNumber digits with a leading plus, once paired
 * @param jid the device's jid by phone number
 * @param lid the device's LID
 * @param pushName the account's name as it is known here
 * @param qr shown while pairing by QR
 * @param pairingCode shown while pairing by code
 * @param connectedAt since when it has been connected; empty when it is not
 * @param lastDisconnect the last end of a connection
 * @param lastInboundAt when the last frame came in
 * @param clientVersion the version that it says it is, such as {@code 2.3000.1023000000}
 * @param reconnects how often the connection was made anew since the process began
 */
public record SessionSnapshot(
    Phase phase,
    Optional<String> reason,
    Optional<String> phoneNumber,
    Optional<Jid> jid,
    Optional<Jid> lid,
    Optional<String> pushName,
    Optional<Qr> qr,
    Optional<PairingCode> pairingCode,
    Optional<Instant> connectedAt,
    Optional<LastDisconnect> lastDisconnect,
    Optional<Instant> lastInboundAt,
    String clientVersion,
    long reconnects) {

  /**
   * The text of a QR code, which is a secret until it expires.
   *
   * @param shownAt since when it is shown
   */
  public record Qr(String text, Instant shownAt, Instant expiresAt) {
    @Override
    public String toString() {
      return "Qr[until " + expiresAt + "]";
    }
  }

  /** A pairing code, written {@code XXXX-XXXX}, which is a secret until it expires. */
  public record PairingCode(String code, Instant expiresAt) {
    @Override
    public String toString() {
      return "PairingCode[until " + expiresAt + "]";
    }
  }

  /**
   * The end of a connection.
   *
   * @param code the service's code, such as {@code 515}, or a name of ours such as {@code
   *     connection-lost}
   */
  public record LastDisconnect(String code, String reason, Instant at) {}
}
