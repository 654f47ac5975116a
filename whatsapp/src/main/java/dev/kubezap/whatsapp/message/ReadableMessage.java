package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.KeysOnly;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.content.TimerContent;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.fetch.WantFile;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides about a message that was decrypted. */
final class ReadableMessage {

  private ReadableMessage() {}

  /**
   * @param news what takes what our own phone tells
   */
  static Outcome decide(
      Node stanza,
      Received.Encrypted encrypted,
      ByteString plaintext,
      Map<Integer, PeerNews> news,
      Turn turn) {
    Origin origin = encrypted.origin();
    DecryptedMessage decrypted;
    try {
      decrypted = DecryptedMessage.of(plaintext, origin);
    } catch (InvalidProtocolBufferException e) {
      // Authentic bytes of a peer that are no message: kept as they are, so that nothing is lost,
      // and never asked for again.
      return stored(
          stanza,
          encrypted,
          new UnreadableContent("not-a-message"),
          plaintext,
          origin.chat(),
          turn);
    }
    return switch (origin.kind()) {
      case DIRECT, GROUP -> said(stanza, encrypted, decrypted, plaintext, turn);
      case PEER ->
          PeerMessage.decide(stanza, decrypted.message(), encrypted, plaintext, news, turn)
              .effects(receipt(stanza, origin, turn))
              .effect(new Effect.Count("message", "peer"))
              .build();
      case OTHER ->
          Outcome.builder()
              .add(Unhandled.kept("list", stanza, Optional.of(plaintext), turn))
              .effects(receipt(stanza, origin, turn))
              .build();
    };
  }

  private static Outcome said(
      Node stanza,
      Received.Encrypted encrypted,
      DecryptedMessage decrypted,
      ByteString plaintext,
      Turn turn) {
    Message message = Distribution.without(decrypted.message());
    Content content = Contents.read(message);
    if (turn.behaviour().ignores(decrypted.chat(encrypted.origin()))) {
      return hidden(stanza, encrypted, message, turn)
          .effect(new Effect.Count("message", "ignored"))
          .build();
    }
    return switch (content) {
      case Shown _ ->
          stored(
              stanza,
              encrypted,
              content,
              message.toByteString(),
              decrypted.chat(encrypted.origin()),
              turn);
      case Addition _ ->
          hidden(stanza, encrypted, message, turn)
              .add(Unhandled.due(content.type(), stanza, plaintext, turn))
              .build();
      case TimerContent timer when encrypted.origin().kind() == Origin.Kind.DIRECT ->
          hidden(stanza, encrypted, message, turn)
              .add(
                  ChatTimer.told(
                      timer,
                      stanza,
                      encrypted.origin(),
                      encrypted.chat(),
                      decrypted.chat(encrypted.origin()),
                      encrypted.stored().isPresent(),
                      stanza.time("t").orElse(turn.now().truncatedTo(ChronoUnit.SECONDS)),
                      turn))
              .effect(new Effect.Count("message", "chat-timer"))
              .build();
      case KeysOnly(boolean distribution) ->
          hidden(stanza, encrypted, message, turn)
              .effect(new Effect.Count("message", distribution ? "sender-key" : "empty"))
              .build();
      default ->
          hidden(stanza, encrypted, message, turn)
              .add(Unhandled.kept(content.type(), stanza, Optional.of(plaintext), turn))
              .build();
    };
  }

  /**
   * What is no message of its own takes the place of its placeholder away from those to be read.
   */
  private static Outcome.Builder hidden(
      Node stanza, Received.Encrypted encrypted, Message message, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    encrypted
        .stored()
        .filter(stored -> stored.status() == MessageStatus.UNDECRYPTED)
        .ifPresent(placeholder -> outcome.add(PlaceholderResend.hidden(placeholder, message)));
    return outcome.effects(receipt(stanza, encrypted.origin(), turn));
  }

  private static Outcome stored(
      Node stanza,
      Received.Encrypted encrypted,
      Content content,
      ByteString encoded,
      Jid chat,
      Turn turn) {
    Origin origin = encrypted.origin();
    return Outcome.builder()
        .add(
            stored(
                stanza, origin, encrypted.stored(), encrypted.chat(), content, encoded, chat, turn))
        .effects(receipt(stanza, origin, turn))
        .effect(new Effect.Count("message", origin.fromMe() ? "own" : "received"))
        .build();
  }

  /**
   * The message in its chat, with its event; nothing when it is there.
   *
   * @param stored what stands in its place, perhaps only a placeholder
   * @param known the stored chat
   * @param chat the id of the chat that it belongs to
   */
  static Outcome stored(
      Node stanza,
      Origin origin,
      Optional<StoredMessage> stored,
      Optional<Chat> known,
      Content content,
      ByteString encoded,
      Jid chat,
      Turn turn) {
    Optional<StoredMessage> there = stored.filter(m -> m.status() != MessageStatus.UNDECRYPTED);
    if (there.isPresent()) {
      return Outcome.builder().changes(numbered(stanza, there.get())).build();
    }
    StoredMessage message =
        new StoredMessage(
            stored.map(StoredMessage::id).orElseGet(turn::newId),
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
    return Outcome.builder()
        .changes(numbered(stanza, message))
        .change(new Change.PutMessage(message))
        .change(new Change.PutChat(chatWith(known, message)))
        .changes(WantFile.of(message, turn))
        .change(
            new Change.Append(
                turn.newId(),
                turn.now(),
                origin.fromMe()
                    ? new MessageEvent.Sent(message)
                    : new MessageEvent.Received(message)))
        .build();
  }

  /** What a channel says has a number there. */
  private static List<Change> numbered(Node stanza, StoredMessage message) {
    OptionalLong number = stanza.number("server_id");
    return message.chat().isNewsletter() && number.isPresent()
        ? List.of(new Change.Put<>(new ChannelNumberKey(message.id()), number.getAsLong()))
        : List.of();
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
    boolean ofPeer = !message.fromMe() && message.chat().isUser();
    Optional<String> name = ofPeer ? message.pushName() : Optional.empty();
    // The status feed is looked at, nobody answers in it.
    boolean counts = !message.fromMe() && !message.chat().isStatus();
    Chat chat =
        new Chat(
                message.chat(),
                message.chatLid().or(() -> known.flatMap(Chat::lid)),
                name.or(() -> known.flatMap(Chat::name)),
                latest,
                counts ? unread + 1 : unread)
            .keptAs(known);
    return chat.with(ChatTimer.shownBy(chat.settings(), message));
  }

  private static List<Effect> receipt(Node stanza, Origin origin, Turn turn) {
    Node receipt = ReceiptNode.delivered(stanza, origin, turn.connection().available());
    // A copy of our own that is not for this device alone is settled by a receipt as well (PROTOCOL
    // 9).
    return Acknowledgement.of(stanza).isPresent() ? List.of(new Effect.Send(receipt)) : List.of();
  }
}
