package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;

/**
 * Decides about a ciphertext that was decrypted and stored before: its receipt was lost, so it is
 * sent again.
 */
final class RepeatedMessage {

  private RepeatedMessage() {}

  static Outcome decide(Node stanza, Received.Encrypted encrypted, Turn turn) {
    return Outcome.builder()
        .effect(
            new Effect.Send(
                ReceiptNode.delivered(stanza, encrypted.origin(), turn.connection().available())))
        .effect(new Effect.Count("message", "repeated"))
        .build();
  }
}
