package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * Decides about a message of which this device can open nothing: it is kept as it came. What a
 * channel says is not encrypted, and handled in the same batch.
 */
final class UninterpretedMessage {
  private static final String CHANNEL = "channel";

  private UninterpretedMessage() {}

  static Outcome decide(Node stanza, Received.Uninterpreted gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    if (!gathered.keptBefore()) {
      outcome
          .change(new Change.Put<>(gathered.mark(), new CiphertextMark.Decrypted(turn.now())))
          .add(
              ChannelStanza.told(gathered.origin(), stanza)
                  .map(plaintext -> Unhandled.due(CHANNEL, stanza, plaintext, turn))
                  .orElseGet(
                      () ->
                          Unhandled.kept(
                              kind(gathered.origin(), stanza), stanza, Optional.empty(), turn)));
    }
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static String kind(Origin origin, Node stanza) {
    if (origin.peer().isGroup()) {
      return "group";
    }
    if (origin.peer().isBroadcast()) {
      return "status";
    }
    if (origin.peer().isNewsletter()) {
      return CHANNEL;
    }
    return stanza
        .child("enc")
        .flatMap(enc -> enc.attribute("type"))
        .filter(type -> type.matches("[a-z0-9]{1,16}"))
        .map(type -> "encryption-" + type)
        .orElse("without-ciphertext");
  }
}
