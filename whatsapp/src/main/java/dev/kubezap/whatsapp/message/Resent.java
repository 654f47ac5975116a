package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestResponseMessage;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Messages that our own phone tells because they could not be read here: each takes its
 * placeholder's place, with one event.
 */
final class Resent {

  private Resent() {}

  static Outcome decide(
      PeerDataOperationRequestResponseMessage response, Received.Direct direct, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    Set<MissingKey> filled = new HashSet<>();
    Map<Jid, Chat> chats = new HashMap<>();
    for (WebMessageInfo info : PhoneRequest.answered(response)) {
      Optional<Received.Asked> asked =
          direct.asked().stream().filter(one -> names(info.getKey(), one)).findFirst();
      if (asked.isPresent() && filled.add(asked.get().key())) {
        outcome.add(filled(asked.get(), info.getMessage(), chats, turn));
      } else {
        outcome.effect(new Effect.Count("missing", "answer-unasked"));
      }
    }
    return outcome.build();
  }

  private static boolean names(MessageKey key, Received.Asked asked) {
    StoredMessage placeholder = asked.placeholder();
    Optional<Jid> remote = Jid.parse(key.getRemoteJid()).map(Jid::account);
    return key.getId().equals(placeholder.stanzaId())
        && key.getFromMe() == placeholder.fromMe()
        && remote
            .filter(
                jid ->
                    jid.equals(placeholder.chat())
                        || placeholder.chatLid().filter(jid::equals).isPresent()
                        || jid.equals(asked.missing().peer()))
            .isPresent();
  }

  private static Outcome filled(
      Received.Asked asked, Message told, Map<Jid, Chat> chats, Turn turn) {
    StoredMessage placeholder = asked.placeholder();
    Message message = told.hasDeviceSentMessage() ? told.getDeviceSentMessage().getMessage() : told;
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Remove(asked.key()))
            .effect(new Effect.Cancel(asked.key().timer()))
            .effect(new Effect.Count("missing", "filled-by-phone"));
    if (!Plaintext.isShown(message)) {
      return outcome.add(hidden(placeholder, message)).build();
    }
    StoredMessage filled = read(placeholder, Plaintext.content(message), message.toByteString());
    Optional<Chat> known = Optional.ofNullable(chats.get(filled.chat())).or(asked::chat);
    Chat chat = ReadableMessage.chatWith(known, filled);
    chats.put(chat.id(), chat);
    return outcome
        .change(new Change.PutMessage(filled))
        .change(new Change.PutChat(chat))
        .change(
            new Change.Append(
                turn.newId(),
                turn.now(),
                filled.fromMe()
                    ? new SessionEvent.MessageSent(filled)
                    : new SessionEvent.MessageReceived(filled)))
        .build();
  }

  /** What could not be read turned out to be nothing for a person to see. */
  static Outcome hidden(StoredMessage placeholder, Message message) {
    return Outcome.builder()
        .change(
            new Change.PutMessage(
                read(placeholder, Plaintext.content(message), message.toByteString())))
        .build();
  }

  private static StoredMessage read(
      StoredMessage placeholder, MessageContent content, ByteString encoded) {
    return new StoredMessage(
        placeholder.id(),
        placeholder.stanzaId(),
        placeholder.chat(),
        placeholder.chatLid(),
        placeholder.sender(),
        placeholder.senderDevice(),
        placeholder.fromMe(),
        placeholder.pushName(),
        placeholder.timestamp(),
        content,
        encoded,
        placeholder.fromMe() ? MessageStatus.SENT : MessageStatus.RECEIVED,
        Optional.empty(),
        placeholder.metadata());
  }
}
