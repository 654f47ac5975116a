package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.jid.JidServer;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Locale;
import java.util.Optional;

/** The documents of chats. What is not known is absent. */
public final class ChatJson {

  private ChatJson() {}

  /** A chat. */
  public static ObjectNode of(Chat chat) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", chat.id().toString());
    chat.lid().ifPresent(lid -> json.put("lid", lid.toString()));
    json.put("kind", kind(chat.id()));
    chat.name().ifPresent(name -> json.put("name", name));
    json.put("lastMessageAt", chat.lastMessageAt().toString());
    json.put("unread", chat.unread());
    ChatSettings settings = chat.settings();
    json.put("markedUnread", settings.markedUnread());
    json.put("archived", settings.archived());
    json.put("pinned", settings.pinnedAt().isPresent());
    settings.mutedUntil().ifPresent(until -> json.put("mutedUntil", until.toString()));
    settings.disappearing().ifPresent(after -> json.put("ephemeral", after.toString()));
    LabelJson.put(json, settings.labels());
    return json;
  }

  /**
   * What a group adds to its chat.
   *
   * @param mayWrite whether this account may write there; empty when that is not known
   */
  public static void put(ObjectNode chat, Group group, Optional<Boolean> mayWrite) {
    mayWrite.ifPresent(may -> chat.put("readOnly", !may));
    if (!group.settings().ephemeral().isZero()) {
      chat.put("ephemeral", group.settings().ephemeral().toString());
    }
    group.createdAt().ifPresent(at -> chat.put("createdAt", at.toString()));
  }

  /** A chat with its newest message, as that is now. */
  public static ObjectNode of(Chat chat, StoredMessage last, MessageAdditions additions) {
    ObjectNode json = of(chat);
    boolean cleared =
        chat.settings()
            .clearedAt()
            .filter(until -> !last.timestamp().isAfter(until) && !additions.starred())
            .isPresent();
    if (cleared) {
      return json;
    }
    ObjectNode shown = json.putObject("lastMessage");
    shown.put("id", last.id()).put("type", last.type());
    if (additions.deletion().isPresent()) {
      shown.put("deleted", true);
    } else {
      Preview.of(MessageJson.content(last, additions))
          .ifPresent(preview -> shown.put("preview", preview));
    }
    shown.put("fromMe", last.fromMe());
    shown.put("at", last.timestamp().toString());
    shown.put("status", last.status().name().toLowerCase(Locale.ROOT));
    return json;
  }

  private static String kind(Jid id) {
    if (id.isGroup()) {
      return "group";
    }
    if (id.server().equals(JidServer.BROADCAST)) {
      return "status";
    }
    return id.server().equals(JidServer.NEWSLETTER) ? "channel" : "direct";
  }
}
