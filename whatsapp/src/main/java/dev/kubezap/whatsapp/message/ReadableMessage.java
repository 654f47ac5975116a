package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Decides about a message that was decrypted. */
final class ReadableMessage {

  private ReadableMessage() {}

  static Outcome decide(Node stanza, Received.Direct direct, ByteString plaintext, Turn turn) {
    Message message;
    try {
      message = Message.parseFrom(plaintext);
    } catch (InvalidProtocolBufferException e) {
      // Authentic bytes of a peer that are no message: kept as they are, so that nothing is lost,
      // and never asked for again.
      return stored(
          stanza,
          direct,
          new MessageContent.Unreadable("not-a-message"),
          plaintext,
          Optional.empty(),
          turn);
    }
    Origin origin = direct.origin();
    if (message.hasDeviceSentMessage() && origin.fromMe()) {
      Message inner = message.getDeviceSentMessage().getMessage();
      Optional<Jid> destination =
          Jid.parse(message.getDeviceSentMessage().getDestinationJid()).map(Jid::account);
      return shown(stanza, direct, inner, destination, turn);
    }
    if (origin.kind() == Origin.Kind.PEER) {
      return PeerMessage.decide(message, direct, turn)
          .effects(receipt(stanza, origin, turn))
          .effect(new Effect.Count("message", "peer"))
          .build();
    }
    return shown(stanza, direct, message, Optional.empty(), turn);
  }

  private static Outcome shown(
      Node stanza, Received.Direct direct, Message message, Optional<Jid> destination, Turn turn) {
    if (!Plaintext.isShown(message)) {
      Outcome.Builder hidden = Outcome.builder().effect(new Effect.Count("message", "hidden"));
      direct
          .stored()
          .filter(stored -> stored.status() == MessageStatus.UNDECRYPTED)
          .ifPresent(placeholder -> hidden.add(Resent.hidden(placeholder, message)));
      return hidden.effects(receipt(stanza, direct.origin(), turn)).build();
    }
    return stored(
        stanza, direct, Plaintext.content(message), message.toByteString(), destination, turn);
  }

  private static Outcome stored(
      Node stanza,
      Received.Direct direct,
      MessageContent content,
      ByteString encoded,
      Optional<Jid> destination,
      Turn turn) {
    Origin origin = direct.origin();
    Outcome.Builder outcome = Outcome.builder();
    boolean placeholder =
        direct.stored().filter(m -> m.status() == MessageStatus.UNDECRYPTED).isPresent();
    if (direct.stored().isEmpty() || placeholder) {
      // A copy of our own without recipient names its chat only inside the encrypted part.
      Jid chat =
          destination
              .filter(_ -> origin.peer().equals(origin.sender().account()))
              .orElse(origin.chat());
      StoredMessage message =
          new StoredMessage(
              direct.stored().map(StoredMessage::id).orElseGet(turn::newId),
              stanza.attributes().getOrDefault("id", ""),
              chat,
              origin.chatLid().filter(_ -> chat.equals(origin.chat())),
              origin.senderAccount(),
              origin.sender().device(),
              origin.fromMe(),
              stanza.attribute("notify"),
              stanza.time("t").orElse(turn.now().truncatedTo(ChronoUnit.SECONDS)),
              content,
              encoded,
              origin.fromMe() ? MessageStatus.SENT : MessageStatus.RECEIVED,
              Optional.empty(),
              Map.of());
      outcome
          .change(new Change.PutMessage(message))
          .change(new Change.PutChat(chatWith(direct.chat(), message)))
          .change(
              new Change.Append(
                  turn.newId(),
                  turn.now(),
                  origin.fromMe()
                      ? new SessionEvent.MessageSent(message)
                      : new SessionEvent.MessageReceived(message)));
    }
    return outcome
        .effects(receipt(stanza, origin, turn))
        .effect(new Effect.Count("message", origin.fromMe() ? "own" : "received"))
        .build();
  }

  /** The chat with one message more. */
  static Chat chatWith(Optional<Chat> stored, StoredMessage message) {
    Optional<Chat> known = stored.filter(chat -> chat.id().equals(message.chat()));
    Instant latest =
        known
            .map(Chat::lastMessageAt)
            .filter(at -> at.isAfter(message.timestamp()))
            .orElse(message.timestamp());
    int unread = known.map(Chat::unread).orElse(0);
    Optional<String> name = message.fromMe() ? Optional.empty() : message.pushName();
    return new Chat(
        message.chat(),
        message.chatLid().or(() -> known.flatMap(Chat::lid)),
        name.or(() -> known.flatMap(Chat::name)),
        latest,
        message.fromMe() ? unread : unread + 1);
  }

  private static java.util.List<Effect> receipt(Node stanza, Origin origin, Turn turn) {
    Node receipt = ReceiptNode.delivered(stanza, origin, turn.connection().available());
    // A copy of our own that is not for this device alone is settled by a receipt as well (PROTOCOL
    // 9).
    return Acknowledgement.of(stanza).isPresent()
        ? java.util.List.of(new Effect.Send(receipt))
        : java.util.List.of();
  }
}
