package dev.kubezap.whatsapp.connection;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread within one section of its work and never behind it, where the interrupt would
 * hit a callback that knows nothing of it.
 */
final class Interruption {

  private @Nullable Thread inside;

  /** The calling thread enters the section. */
  synchronized void begin() {
    inside = Thread.currentThread();
  }

  /** The calling thread leaves the section; an interrupt that it got there is forgotten. */
  synchronized void end() {
    inside = null;
    boolean _ = Thread.interrupted();
  }

  /** Interrupts the thread that is inside, if one is. */
  synchronized void interrupt() {
    if (inside != null) {
      inside.interrupt();
    }
  }
}
