package dev.kubezap.whatsapp;

/**
 * Whether the session may open a connection now. Asked before each one; a connection that stands is
 * left alone, and work is taken meanwhile as while the connection is away.
 */
@FunctionalInterface
public interface ConnectGate {
  /** The reason of the session's phase while it is held back. */
  String HELD_BACK = "connecting-held-back";

  /** Lets everybody through. */
  ConnectGate OPEN = () -> false;

  /**
   * Whether connecting is held back at this moment. Called by the session's thread, which waits for
   * the answer; a gate that cannot know answers as it did last.
   */
  boolean isHeldBack();
}
