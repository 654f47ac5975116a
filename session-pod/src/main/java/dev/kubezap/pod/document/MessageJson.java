package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Locale;

/** The documents of messages and chats. What is not known is absent. */
public final class MessageJson {

  private MessageJson() {}

  /** A message. */
  public static ObjectNode of(StoredMessage message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", message.id());
    json.put("stanzaId", message.stanzaId());
    json.put("chatId", message.chat().toString());
    message.chatLid().ifPresent(lid -> json.put("chatLid", lid.toString()));
    json.put("from", message.sender().toString());
    if (!message.fromMe() && !message.chat().isGroup()) {
      message.chatLid().ifPresent(lid -> json.put("fromLid", lid.toString()));
    }
    json.put("fromMe", message.fromMe());
    if (message.chat().isGroup()) {
      json.put("participant", message.sender().toString());
    }
    message.pushName().ifPresent(name -> json.put("pushName", name));
    json.put("timestamp", message.timestamp().toString());
    json.put("type", message.content().type());
    if (message.content() instanceof MessageContent.Text text) {
      putText(json, text);
    }
    json.put("status", message.status().name().toLowerCase(Locale.ROOT));
    message.failure().ifPresent(failure -> json.set("failure", failure(failure)));
    if (!message.metadata().isEmpty()) {
      ObjectNode metadata = json.putObject("metadata");
      message.metadata().forEach(metadata::put);
    }
    return json;
  }

  private static void putText(ObjectNode json, MessageContent.Text text) {
    json.put("text", text.text());
    text.quoted().ifPresent(stanzaId -> json.putObject("quoted").put("stanzaId", stanzaId));
    if (!text.mentions().isEmpty()) {
      var mentions = json.putArray("mentions");
      text.mentions().forEach(jid -> mentions.add(jid.toString()));
    }
  }

  /** Why a message failed. */
  static ObjectNode failure(MessageFailure failure) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("code", failure.code());
    failure.whatsappCode().ifPresent(code -> json.put("whatsappCode", code));
    json.put("reason", failure.reason());
    return json;
  }

  /** A chat. */
  public static ObjectNode of(Chat chat) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", chat.id().toString());
    chat.lid().ifPresent(lid -> json.put("lid", lid.toString()));
    json.put("kind", chat.id().isGroup() ? "group" : "direct");
    chat.name().ifPresent(name -> json.put("name", name));
    json.put("lastMessageAt", chat.lastMessageAt().toString());
    json.put("unread", chat.unread());
    return json;
  }
}
