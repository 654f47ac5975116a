package dev.kubezap.operator.status;

import java.util.Arrays;
import java.util.Optional;

/** Where a session stands, in one word for people. */
public enum Phase {
  PENDING("Pending", false),
  STARTING("Starting", false),
  AWAITING_PAIRING("AwaitingPairing", false),
  PAIRING("Pairing", false),
  CONNECTING("Connecting", false),
  CONNECTED("Connected", false),
  RECONNECTING("Reconnecting", false),
  AWAITING_PASSKEY("AwaitingPasskey", true),
  SUSPENDED("Suspended", false),
  LOGGED_OUT("LoggedOut", true),
  RESTRICTED("Restricted", true),
  FAILED("Failed", true),
  TERMINATING("Terminating", false);

  private final String text;
  private final boolean warning;

  Phase(String text, boolean warning) {
    this.text = text;
    this.warning = warning;
  }

  /** The name in the status, such as {@code AwaitingPairing}. */
  public String text() {
    return text;
  }

  /** Whether people should look when a session comes into this phase. */
  public boolean warning() {
    return warning;
  }

  /** The phase of this name. */
  public static Optional<Phase> of(String text) {
    return Arrays.stream(values()).filter(phase -> phase.text.equals(text)).findFirst();
  }
}
