package dev.kubezap.simulator.node;

/** Bytes are not a stanza. */
public final class NodeFormatException extends RuntimeException {
  /** With what is wrong and where. */
  public NodeFormatException(String message) {
    super(message);
  }
}
