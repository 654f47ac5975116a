package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about a message that could not be decrypted: a placeholder is stored with a row that says
 * whom to ask for it and when; its sender is asked at once (SAFETY 3).
 */
final class UnreadableMessage {

  private UnreadableMessage() {}

  static Outcome decide(
      Node stanza, Received.Encrypted encrypted, Cipher.Result.Unreadable why, Turn turn) {
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Count("message", "unreadable-" + why.reason()));
    boolean ignored = turn.behaviour().ignores(encrypted.origin().chat());
    if (!ignored
        && encrypted.stored().filter(m -> m.status() != MessageStatus.UNDECRYPTED).isEmpty()) {
      ask(stanza, encrypted, why, turn, outcome);
    }
    if (encrypted.origin().kind() == Origin.Kind.OTHER && encrypted.missing().isEmpty()) {
      outcome.add(Unhandled.kept("list", stanza, Optional.empty(), turn));
    }
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static void ask(
      Node stanza,
      Received.Encrypted encrypted,
      Cipher.Result.Unreadable why,
      Turn turn,
      Outcome.Builder outcome) {
    Origin origin = encrypted.origin();
    MissingKey key = encrypted.missingKey();
    ByteString hash = encrypted.hash();
    Missing missing =
        encrypted.missing().orElseGet(() -> begun(stanza, encrypted, why, turn, outcome));
    // The same bytes again: the process ended before the receipt for them left.
    boolean redelivered = missing.retries() > 0 && missing.hash().equals(hash);
    int count = missing.retries() + (redelivered ? 0 : 1);
    if (count > Missing.MAXIMUM_RETRIES) {
      outcome
          .change(new Change.Put<>(key, missing.withoutSender(turn.now())))
          .effect(new Effect.Enqueue(new AskForMissing.Due(key.name())));
      return;
    }
    Missing asked = missing.askedSender(count, why.error().code(), hash, turn.now());
    boolean withKeys = count > 1 || encrypted.keys().stored().usable().isEmpty();
    Optional<OwnPreKeys.Fresh> fresh =
        withKeys ? Optional.of(encrypted.fresh().make(turn.random())) : Optional.empty();
    fresh.ifPresent(made -> outcome.changes(made.changes()));
    outcome
        .change(new Change.Put<>(key, asked))
        .effect(
            new Effect.Send(
                RetryReceipt.of(
                    stanza,
                    count,
                    why.error().code(),
                    turn.identity().orElseThrow(),
                    fresh.map(OwnPreKeys.Fresh::preKey))))
        .effect(asked.wake(key, turn.now()))
        .effect(new Effect.Count("retry", origin.fromMe() ? "own" : "out"));
  }

  private static Missing begun(
      Node stanza,
      Received.Encrypted encrypted,
      Cipher.Result.Unreadable why,
      Turn turn,
      Outcome.Builder outcome) {
    Origin origin = encrypted.origin();
    Optional<String> id = Optional.empty();
    if (origin.isOfChat()) {
      id = Optional.of(encrypted.stored().map(StoredMessage::id).orElseGet(turn::newId));
    }
    if (id.isPresent() && encrypted.stored().isEmpty()) {
      outcome.change(
          new Change.PutMessage(placeholder(stanza, origin, id.get(), why.reason(), turn)));
    }
    return Missing.of(stanza, origin, id, encrypted.hash(), turn);
  }

  /** What stands in a chat until the message can be read. */
  static StoredMessage placeholder(
      Node stanza, Origin origin, String id, String reason, Turn turn) {
    return new StoredMessage(
        id,
        stanza.attribute("id").orElse(""),
        origin.chat(),
        origin.chatLid(),
        origin.senderAccount(),
        origin.sender().device(),
        origin.fromMe(),
        stanza.attribute("notify"),
        stanza.time("t").orElse(turn.now().truncatedTo(ChronoUnit.SECONDS)),
        new UnreadableContent(reason),
        ByteString.EMPTY,
        MessageStatus.UNDECRYPTED,
        Optional.empty(),
        Map.of());
  }
}
