package dev.kubezap.whatsapp.model;

import java.time.Instant;
import java.util.Optional;

/**
 * How somebody showed himself last.
 *
 * @param state what he was doing
 * @param lastSeen when he was there last, when he lets others see it
 * @param at when WhatsApp told it
 */
public record Presence(State state, Optional<Instant> lastSeen, Instant at) {

  /** What somebody can be doing. */
  public enum State {
    /** WhatsApp is open. */
    AVAILABLE,
    /** WhatsApp is not open. */
    UNAVAILABLE,
    /** Typing. */
    COMPOSING,
    /** Recording a voice note. */
    RECORDING,
    /** Stopped typing or recording. */
    PAUSED
  }

  /** Whether another tells the same at another time. */
  public boolean says(Presence other) {
    return state == other.state && lastSeen.equals(other.lastSeen);
  }
}
