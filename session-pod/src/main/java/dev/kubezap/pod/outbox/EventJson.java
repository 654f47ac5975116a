package dev.kubezap.pod.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Locale;
import java.util.function.Function;

/** The {@code data} of an event, written once when it is stored and the same for every sink. */
public final class EventJson implements Function<SessionEvent, byte[]> {
  private final Function<StoredMessage, ObjectNode> messages;

  /**
   * Writes events.
   *
   * @param messages the document of a message, as the API gives it
   */
  public EventJson(Function<StoredMessage, ObjectNode> messages) {
    this.messages = messages;
  }

  @Override
  public byte[] apply(SessionEvent event) {
    return Json.bytes(document(event));
  }

  private ObjectNode document(SessionEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (event) {
      case SessionEvent.PhaseChanged phase -> {
        json.put("from", phase.from()).put("phase", phase.to());
        phase.reason().ifPresent(reason -> json.put("reason", reason));
      }
      case SessionEvent.QrChanged qr ->
          json.put("text", qr.text()).put("expiresAt", qr.expiresAt().toString());
      case SessionEvent.PairingCodeIssued code ->
          json.put("code", code.code()).put("expiresAt", code.expiresAt().toString());
      case SessionEvent.Connected connected -> {
        json.put("jid", connected.jid().toString());
        connected.lid().ifPresent(lid -> json.put("lid", lid.toString()));
      }
      case SessionEvent.Disconnected disconnected ->
          json.put("code", disconnected.code()).put("reason", disconnected.reason());
      case SessionEvent.MessageReceived received -> {
        return messages.apply(received.message());
      }
      case SessionEvent.MessageSent sent -> {
        return messages.apply(sent.message());
      }
      case SessionEvent.MessageStatusChanged changed -> {
        json.put("id", changed.id())
            .put("stanzaId", changed.stanzaId())
            .put("chatId", changed.chat().toString())
            .put("status", changed.status().name().toLowerCase(Locale.ROOT));
        changed
            .failure()
            .ifPresent(
                failure -> {
                  ObjectNode why = json.putObject("failure").put("code", failure.code());
                  failure.whatsappCode().ifPresent(code -> why.put("whatsappCode", code));
                  why.put("reason", failure.reason());
                });
      }
    }
    return json;
  }
}
