package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.node.Jid;

/** Which ciphertexts of a message are spoiled. */
public enum Spoiling {
  /** None. */
  NONE,
  /** All at first: whoever asks again can read it. */
  AT_FIRST,
  /** Those for companions, however often they ask: only phones can read it. */
  FOR_COMPANIONS;

  boolean at(Jid device, boolean again) {
    return switch (this) {
      case NONE -> false;
      case AT_FIRST -> !again;
      case FOR_COMPANIONS -> device.device() != 0;
    };
  }
}
