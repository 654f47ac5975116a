package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;

/**
 * Takes what our own phone tells this device alone, of one type of {@link ProtocolMessage}. What it
 * answers is stored before the receipt; it says everything that is not to be lost.
 */
@FunctionalInterface
public interface PeerNews {

  /**
   * Who told it.
   *
   * @param stanzaId of the message that told it
   * @param phone the telling device, as its stanza names it
   */
  record Source(String stanzaId, Jid phone) {}

  /** What follows from it. */
  Outcome told(Source source, ProtocolMessage message, Turn turn);
}
