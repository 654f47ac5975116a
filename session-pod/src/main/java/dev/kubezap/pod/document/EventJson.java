package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.event.CallEvent;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Locale;
import java.util.Optional;

/** The {@code data} of an event, written once when it is stored and the same for every sink. */
public final class EventJson {

  private EventJson() {}

  /** The document's bytes. */
  public static byte[] of(SessionEvent event) {
    return Json.bytes(document(event));
  }

  private static ObjectNode document(SessionEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (event) {
      case ConnectionEvent.PhaseChanged phase -> {
        json.put("from", phase.from()).put("phase", phase.to());
        phase.reason().ifPresent(reason -> json.put("reason", reason));
      }
      case ConnectionEvent.QrChanged qr ->
          json.put("text", qr.text()).put("expiresAt", qr.expiresAt().toString());
      case ConnectionEvent.PairingCodeIssued code ->
          json.put("code", code.code()).put("expiresAt", code.expiresAt().toString());
      case ConnectionEvent.Connected connected -> {
        json.put("jid", connected.jid().toString());
        connected.lid().ifPresent(lid -> json.put("lid", lid.toString()));
      }
      case ConnectionEvent.Disconnected disconnected ->
          json.put("code", disconnected.code()).put("reason", disconnected.reason());
      case MessageEvent.Received received -> {
        return MessageJson.of(received.message());
      }
      case MessageEvent.Sent sent -> {
        return MessageJson.of(sent.message());
      }
      case MessageEvent.Edited edited -> {
        return MessageJson.of(edited.message(), edited.additions());
      }
      case MessageEvent.Deleted deleted ->
          named(json, deleted.message())
              .put("by", deleted.deletion().by().toString())
              .put("at", deleted.deletion().at().toString());
      case MessageEvent.Reacted reacted -> {
        named(json, reacted.message()).put("from", reacted.reaction().sender().toString());
        reacted.reaction().emoji().ifPresent(emoji -> json.put("emoji", emoji));
        json.put("at", reacted.reaction().at().toString());
      }
      case MessageEvent.Pinned pinned -> {
        named(json, pinned.message())
            .put("from", pinned.pin().by().toString())
            .put("pinned", pinned.pin().until().isPresent());
        pinned.pin().until().ifPresent(until -> json.put("until", until.toString()));
        json.put("at", pinned.pin().at().toString());
      }
      case MessageEvent.Voted voted -> {
        named(json, voted.message()).put("from", voted.vote().voter().toString());
        ArrayNode options = json.putArray("options");
        voted.vote().options().forEach(options::add);
        json.put("at", voted.vote().at().toString());
      }
      case MessageEvent.MediaReady ready -> {
        return media(named(json, ready.message()), ready);
      }
      case CallEvent.Offered(Call call) -> {
        return CallJson.of(call);
      }
      case CallEvent.Accepted(Call call) -> {
        return CallJson.of(call);
      }
      case CallEvent.Rejected(Call call) -> {
        return CallJson.of(call);
      }
      case CallEvent.Ended(Call call) -> {
        return CallJson.of(call);
      }
      case AccountEvent.ContactUpdated updated -> {
        return ContactJson.of(updated.contact());
      }
      case AccountEvent.ChatUpdated updated -> {
        return ChatJson.of(updated.chat()).put("shown", updated.chat().isShown());
      }
      case MessageEvent.Starred starred ->
          named(json, starred.message()).put("starred", starred.starred());
      case AccountEvent.LabelUpdated updated -> {
        return LabelJson.of(updated.label()).put("deleted", updated.deleted());
      }
      case MessageEvent.Labelled labelled ->
          LabelJson.set(named(json, labelled.message()), labelled.labels());
      case AccountEvent.AppStateRead read -> {
        json.put("collection", read.collection()).put("readable", read.reason().isEmpty());
        read.reason().ifPresent(reason -> json.put("reason", reason));
      }
      case ConnectionEvent.WebhookFailed failed -> {
        json.put("webhook", failed.webhook()).put("count", failed.count());
        failed
            .first()
            .ifPresent(
                first -> {
                  json.put("eventId", first.eventId())
                      .put("event", first.event())
                      .put("attempts", first.attempts());
                  first.status().ifPresent(status -> json.put("status", status));
                  first.error().ifPresent(error -> json.put("error", error));
                });
      }
      case AccountEvent.PresenceUpdated shown -> {
        return PresenceJson.of(shown.chat(), shown.id(), Optional.of(shown.presence()));
      }
      case MessageEvent.ChangeFailed failed ->
          named(json, failed.message())
              .put("change", failed.change())
              .set("failure", MessageJson.failure(failed.failure()));
      case GroupEvent.Created created -> {
        return by(GroupJson.of(created.group()), created.by());
      }
      case GroupEvent.Updated updated -> {
        json.put("id", updated.id().toString()).put("change", updated.change());
        updated.value().ifPresent(value -> json.put("value", value));
        by(json, updated.by());
        // A large group would be told whole with each word that changes.
        updated
            .group()
            .ifPresent(group -> json.set("group", GroupJson.of(group).without("participants")));
      }
      case GroupEvent.ParticipantsChanged changed -> {
        json.put("id", changed.id().toString()).put("action", changed.action());
        json.set("participants", GroupJson.participants(changed.participants()));
        by(json, changed.by());
        changed.reason().ifPresent(reason -> json.put("reason", reason));
      }
      case GroupEvent.ChangeFailed failed -> {
        json.put("changeId", failed.changeId()).put("change", failed.change());
        failed.id().ifPresent(id -> json.put("id", id.toString()));
        json.set("failure", MessageJson.failure(failed.failure()));
      }
      case GroupEvent.JoinRequested requested -> {
        json.put("id", requested.id().toString()).put("action", requested.action());
        json.set("participants", GroupJson.participants(requested.participants()));
        by(json, requested.by());
        requested.method().ifPresent(method -> json.put("method", method));
      }
      case AccountEvent.HistoryProgressed progressed -> {
        json.put("syncType", progressed.kind())
            .put("chunk", progressed.chunk())
            .put("progress", progressed.progress())
            .put("messages", progressed.messages())
            .put("known", progressed.known())
            .put("chats", progressed.chats())
            .put("contacts", progressed.contacts())
            .put("leftOut", progressed.leftOut())
            .put("unreadable", progressed.unreadable());
        progressed.chat().ifPresent(chat -> json.put("chatId", chat.toString()));
        progressed.requestId().ifPresent(id -> json.put("requestId", id));
        progressed.failure().ifPresent(failure -> json.put("failure", failure));
      }
      case MessageEvent.StatusChanged changed -> {
        json.put("id", changed.id())
            .put("stanzaId", changed.stanzaId())
            .put("chatId", changed.chat().toString())
            .put("status", changed.status().name().toLowerCase(Locale.ROOT));
        changed.failure().ifPresent(failure -> json.set("failure", MessageJson.failure(failure)));
      }
    }
    return json;
  }

  /** What the message says of its file, and what was found to be true. */
  private static ObjectNode media(ObjectNode json, MessageEvent.MediaReady ready) {
    json.put("type", ready.message().content().type());
    if (MessageJson.of(ready.message()).get("media") instanceof ObjectNode media) {
      ready.file().ifPresent(f -> media.put("mimetype", f.mimetype()).put("size", f.size()));
      json.set("media", media);
    }
    ready.failure().ifPresent(failure -> json.set("failure", MessageJson.failure(failure)));
    return json;
  }

  private static ObjectNode by(ObjectNode json, Optional<Jid> who) {
    who.ifPresent(jid -> json.put("by", jid.toString()));
    return json;
  }

  /** What names a message that an event is about. */
  private static ObjectNode named(ObjectNode json, StoredMessage message) {
    return json.put("id", message.id())
        .put("stanzaId", message.stanzaId())
        .put("chatId", message.chat().toString())
        .put("fromMe", message.fromMe());
  }
}
