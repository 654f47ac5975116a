package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about a message that could not be decrypted: a placeholder is stored, its sender is asked
 * to send it anew, with the stored count, at most five times (SAFETY 3).
 */
final class UnreadableMessage {

  /** After so many retries the message stays a placeholder. */
  static final int MAXIMUM_RETRIES = 5;

  private UnreadableMessage() {}

  static Outcome decide(
      Node stanza, Received.Direct direct, Cipher.Result.Unreadable why, Turn turn) {
    String stanzaId = stanza.attributes().getOrDefault("id", "");
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Count("message", "unreadable-" + why.reason()));
    boolean alreadyRead =
        direct.stored().filter(m -> m.status() != MessageStatus.UNDECRYPTED).isPresent();
    int asked = direct.retry().map(RetryKey.Count::count).orElse(0);
    if (!alreadyRead && asked < MAXIMUM_RETRIES) {
      String id = direct.stored().map(StoredMessage::id).orElseGet(turn::newId);
      if (direct.stored().isEmpty() && direct.origin().kind() == Origin.Kind.DIRECT) {
        outcome.change(new Change.PutMessage(placeholder(stanza, direct, id, stanzaId, why, turn)));
      }
      int count = asked + 1;
      outcome.change(
          new Change.Put<>(
              new RetryKey("in", direct.origin().sender(), stanzaId),
              new RetryKey.Count(count, turn.now(), id)));
      boolean withKeys =
          count > 1 || direct.keys().session().filter(SignalSession::canEncrypt).isEmpty();
      Optional<OwnPreKeys.Fresh> fresh =
          withKeys ? Optional.of(direct.fresh().make(turn.random())) : Optional.empty();
      fresh.ifPresent(made -> outcome.changes(made.changes()));
      outcome
          .effect(
              new Effect.Send(
                  RetryReceipt.of(
                      stanza,
                      count,
                      why.error(),
                      turn.identity().orElseThrow(),
                      fresh.map(OwnPreKeys.Fresh::preKey))))
          .effect(new Effect.Count("retry", "out"));
    }
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static StoredMessage placeholder(
      Node stanza,
      Received.Direct direct,
      String id,
      String stanzaId,
      Cipher.Result.Unreadable why,
      Turn turn) {
    Origin origin = direct.origin();
    return new StoredMessage(
        id,
        stanzaId,
        origin.chat(),
        origin.chatLid(),
        origin.senderAccount(),
        origin.sender().device(),
        origin.fromMe(),
        stanza.attribute("notify"),
        Instant.ofEpochSecond(stanza.number("t").orElse(turn.now().getEpochSecond())),
        new MessageContent.Unreadable(why.reason()),
        ByteString.EMPTY,
        MessageStatus.UNDECRYPTED,
        Optional.empty(),
        Map.of());
  }
}
