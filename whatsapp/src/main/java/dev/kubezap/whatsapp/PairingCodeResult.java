package dev.kubezap.whatsapp;

/** What became of a request for a pairing code. */
public sealed interface PairingCodeResult {

  /** To be typed on the phone. */
  record Issued(SessionSnapshot.PairingCode code) implements PairingCodeResult {}

  /** The session is paired; log it out first. */
  record AlreadyPaired() implements PairingCodeResult {}

  /** There is no connection to ask through; try again when the phase is {@code AwaitingPairing}. */
  record NotConnected() implements PairingCodeResult {}

  /**
   * The request or the service said no.
   *
   * @param whatsappCode the service's code, 0 when the number was refused here
   */
  record Refused(int whatsappCode, String detail) implements PairingCodeResult {}
}
