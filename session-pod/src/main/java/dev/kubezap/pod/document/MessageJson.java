package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.kind.MessageKinds;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.Locale;

/** The documents of messages. What is not known is absent. */
public final class MessageJson {

  private MessageJson() {}

  /** A message to which nothing was done. */
  public static ObjectNode of(StoredMessage message) {
    return of(message, MessageAdditions.NONE);
  }

  /** A message as it is now. */
  public static ObjectNode of(StoredMessage message, MessageAdditions additions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", message.id());
    json.put("stanzaId", message.stanzaId());
    json.put("chatId", message.chat().toString());
    message.chatLid().ifPresent(lid -> json.put("chatLid", lid.toString()));
    // Nobody, while it waits for a phone to be linked.
    if (!message.sender().equals(Jid.SERVICE)) {
      json.put("from", message.sender().toString());
    }
    if (!message.fromMe() && !message.chat().isGroup()) {
      message.chatLid().ifPresent(lid -> json.put("fromLid", lid.toString()));
    }
    json.put("fromMe", message.fromMe());
    if (!message.chat().isUser()) {
      json.put("participant", message.sender().toString());
    }
    message.pushName().ifPresent(name -> json.put("pushName", name));
    json.put("timestamp", message.timestamp().toString());
    Content content = content(message, additions);
    MessageKinds.write(content, json);
    if (json.get("media") instanceof ObjectNode media) {
      media.put("url", "/api/v1/messages/" + message.id() + "/media");
    }
    if (content instanceof Shown shown) {
      putContext(json, shown.context(), message.timestamp());
    }
    putAdditions(json, additions);
    json.put("status", message.status().name().toLowerCase(Locale.ROOT));
    message.failure().ifPresent(failure -> json.set("failure", failure(failure)));
    if (!message.metadata().isEmpty()) {
      ObjectNode metadata = json.putObject("metadata");
      message.metadata().forEach(metadata::put);
    }
    return json;
  }

  /** What it says now: as its sender edited it last. */
  public static Content content(StoredMessage message, MessageAdditions additions) {
    return additions.revisions().isEmpty()
        ? message.content()
        : Contents.read(additions.revisions().getLast().encoded());
  }

  private static void putContext(ObjectNode json, MessageContext context, Instant sent) {
    context
        .quoted()
        .ifPresent(
            quoted -> {
              ObjectNode shown = json.putObject("quoted").put("stanzaId", quoted.stanzaId());
              quoted.sender().ifPresent(sender -> shown.put("from", sender.toString()));
              quoted.chat().ifPresent(chat -> shown.put("chatId", chat.toString()));
            });
    if (!context.mentions().isEmpty()) {
      ArrayNode mentions = json.putArray("mentions");
      context.mentions().forEach(jid -> mentions.add(jid.toString()));
    }
    if (context.mentionsAll()) {
      json.put("mentionAll", true);
    }
    if (context.forwardingScore() > 0) {
      json.put("forwarded", true).put("forwardingScore", context.forwardingScore());
    }
    context
        .expiresAfter()
        .ifPresent(
            after ->
                json.put("ephemeral", after.toString())
                    .put("expiresAt", sent.plus(after).toString()));
  }

  private static void putAdditions(ObjectNode json, MessageAdditions additions) {
    if (!additions.revisions().isEmpty()) {
      json.put("edited", true).put("revisions", additions.revisions().size());
    }
    additions
        .deletion()
        .ifPresent(
            deletion -> {
              ObjectNode deleted =
                  json.putObject("deleted")
                      .put("by", deletion.by().toString())
                      .put("at", deletion.at().toString());
              if (deletion.forMe()) {
                deleted.put("for", "me");
              }
            });
    if (additions.starred()) {
      json.put("starred", true);
    }
    LabelJson.put(json, additions.labels());
    ArrayNode reactions = JsonNodeFactory.instance.arrayNode();
    for (MessageAdditions.Reaction reaction : additions.reactions()) {
      reaction
          .emoji()
          .ifPresent(
              emoji ->
                  reactions
                      .addObject()
                      .put("from", reaction.sender().toString())
                      .put("emoji", emoji)
                      .put("at", reaction.at().toString()));
    }
    if (!reactions.isEmpty()) {
      json.set("reactions", reactions);
    }
    additions
        .pin()
        .ifPresent(
            pin ->
                pin.until()
                    .ifPresent(
                        until ->
                            json.putObject("pinned")
                                .put("by", pin.by().toString())
                                .put("at", pin.at().toString())
                                .put("until", until.toString())));
    ArrayNode votes = JsonNodeFactory.instance.arrayNode();
    for (MessageAdditions.Vote vote : additions.votes()) {
      if (!vote.options().isEmpty()) {
        ObjectNode one = votes.addObject().put("from", vote.voter().toString());
        ArrayNode options = one.putArray("options");
        vote.options().forEach(options::add);
        one.put("at", vote.at().toString());
      }
    }
    if (!votes.isEmpty()) {
      json.set("votes", votes);
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
}
