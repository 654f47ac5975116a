package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * Decides about a message that the server has no ciphertext of for this device: a placeholder, and
 * for a plain one a request to our own phone. View-once messages and those of hosted accounts and
 * bots are never given to a companion (PROTOCOL-2026 5).
 */
final class UnavailableMessage {

  private UnavailableMessage() {}

  static Outcome decide(Node stanza, Received.Unavailable gathered, Turn turn) {
    Outcome.Builder outcome =
        Outcome.builder()
            .changes(gathered.learned())
            .effect(new Effect.Count("message", "unavailable"));
    if (gathered.stored().isEmpty()) {
      String id = turn.newId();
      String reason = reason(stanza);
      outcome.change(
          new Change.PutMessage(
              UnreadableMessage.placeholder(stanza, gathered.origin(), id, reason, turn)));
      Missing missing =
          Missing.of(stanza, gathered.origin(), Optional.of(id), ByteString.EMPTY, turn)
              .withoutSender(turn.now());
      if (reason.equals("unavailable") && missing.phoneMayKnow(turn.now())) {
        outcome
            .change(new Change.Put<>(gathered.key(), missing))
            .effect(new Effect.Enqueue(new AskForMissing.Due(gathered.key().name())));
      }
    }
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static String reason(Node stanza) {
    Node unavailable = stanza.child("unavailable").orElse(Node.of("unavailable"));
    if (unavailable.has("type", "view_once")) {
      return "view-once";
    }
    if (unavailable.has("hosted", "true")) {
      return "hosted";
    }
    return stanza.child("bot").isPresent() ? "bot" : "unavailable";
  }
}
