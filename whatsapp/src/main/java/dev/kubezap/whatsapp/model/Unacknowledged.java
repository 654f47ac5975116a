package dev.kubezap.whatsapp.model;

import java.util.Collection;

/**
 * How much is prepared and not acknowledged. It is kept in memory until its acknowledgement, so it
 * is bounded; further messages wait in the queue, where they can still be cancelled and cost
 * nothing when the connection is lost.
 *
 * @param stanzas how many
 * @param bytes their size together
 */
public record Unacknowledged(int stanzas, long bytes) {
  /** Nothing. */
  public static final Unacknowledged NONE = new Unacknowledged(0, 0);

  /** The most stanzas, however small. */
  public static final int MAXIMUM_STANZAS = 64;

  /** The most bytes, but that the last stanza may go beyond: some large groups' messages. */
  public static final long MAXIMUM_BYTES = 8L << 20;

  /** What these stanzas are together. */
  public static Unacknowledged of(Collection<PreparedStanza> stanzas) {
    return new Unacknowledged(
        stanzas.size(), stanzas.stream().mapToLong(stanza -> stanza.stanza().size()).sum());
  }

  /** Whether another stanza has to wait. */
  public boolean isFull() {
    return stanzas >= MAXIMUM_STANZAS || bytes >= MAXIMUM_BYTES;
  }

  /** The same and another stanza. */
  public Unacknowledged with(PreparedStanza stanza) {
    return new Unacknowledged(stanzas + 1, bytes + stanza.stanza().size());
  }

  /** The same but for a stanza of it. */
  public Unacknowledged without(PreparedStanza stanza) {
    return new Unacknowledged(stanzas - 1, bytes - stanza.stanza().size());
  }
}
