package dev.kubezap.whatsapp;

/** Where a session stands, as the API and the resource's status name it. */
public enum Phase {
  STARTING("Starting"),
  /** A QR code is shown, or a pairing code can be asked for. */
  AWAITING_PAIRING("AwaitingPairing"),
  /** The phone confirmed; the first log-in is under way. */
  PAIRING("Pairing"),
  CONNECTING("Connecting"),
  CONNECTED("Connected"),
  /** The connection ended and is tried again by itself. */
  RECONNECTING("Reconnecting"),
  /** The service demands a passkey before it completes the pairing. */
  AWAITING_PASSKEY("AwaitingPasskey"),
  /** The phone or a caller ended the link; pairing starts anew only on request. */
  LOGGED_OUT("LoggedOut"),
  /** The service bans or restricts the account, for a time or for good. */
  RESTRICTED("Restricted"),
  /** A person has to decide; the snapshot's reason says what. */
  FAILED("Failed");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  /** The name on every surface, such as {@code AwaitingPairing}. */
  public String text() {
    return text;
  }
}
