package dev.kubezap.simulator.pairing;

/** A companion cannot be linked, for a reason that a phone's user would be told. */
public final class PairingException extends RuntimeException {
  /** With the reason. */
  public PairingException(String message) {
    super(message);
  }
}
