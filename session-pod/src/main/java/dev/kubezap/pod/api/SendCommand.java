package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.json.Json;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What {@code POST /messages} says.
 *
 * @param queue whether the caller does not wait for a connection
 */
record SendCommand(SendRequest request, boolean queue) {
  static final int LONGEST_TEXT = 65_536;

  private static final Set<String> LATER_TYPES =
      Set.of(
          "image",
          "video",
          "gif",
          "audio",
          "voice",
          "videoNote",
          "document",
          "sticker",
          "location",
          "liveLocation",
          "contact",
          "poll",
          "event",
          "list",
          "buttons",
          "template");
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

  /**
   * Reads a request.
   *
   * @param messages finds the message that is quoted
   * @throws ProblemException 422 with every field that is wrong
   */
  static SendCommand of(Request request, Function<String, Optional<StoredMessage>> messages) {
    Fields fields = new Fields(request.body());
    Optional<SendRequest.Idempotency> idempotency = idempotency(request);
    checkType(fields);
    Optional<Jid> to =
        fields.requiredText("to", Recipient.LONGEST).flatMap(text -> jid(fields, "to", text));
    Optional<String> text = fields.requiredText("text", LONGEST_TEXT);
    List<Jid> mentions = mentions(fields);
    Map<String, String> metadata = fields.textMap("metadata", 32, 1024);
    boolean queue = fields.flag("queue").orElse(false);
    Optional<String> quoted =
        fields.text("quotedMessageId", 64).flatMap(id -> quoted(fields, id, to, messages));
    fields.notSupported("mentionAll", "viewOnce", "expiresAfter", "typing", "linkPreview");
    Checked.pass(fields);
    return new SendCommand(
        new SendRequest(
            to.orElseThrow(),
            new MessageContent.Text(text.orElseThrow(), mentions, quoted),
            metadata,
            idempotency),
        queue);
  }

  private static void checkType(Fields fields) {
    Optional<String> type = fields.requiredText("type", 32);
    if (type.isPresent() && LATER_TYPES.contains(type.get())) {
      throw new ProblemException(
          Problem.of(
              422,
              "not-supported",
              "This type of message cannot be sent yet",
              "Messages of type " + type.get() + " are not supported yet: send type text."));
    }
    if (type.isPresent() && !type.get().equals("text")) {
      fields.wrong("type", "must be text");
    }
  }

  private static List<Jid> mentions(Fields fields) {
    List<Jid> jids = new ArrayList<>();
    List<String> texts = fields.texts("mentions", 1024, Recipient.LONGEST);
    for (int i = 0; i < texts.size(); i++) {
      jid(fields, "mentions[" + i + "]", texts.get(i)).ifPresent(jids::add);
    }
    return jids;
  }

  private static Optional<Jid> jid(Fields fields, String name, String text) {
    Optional<Jid> jid = Recipient.parse(text);
    if (jid.isEmpty()) {
      fields.wrong(name, Recipient.RULE);
    }
    return jid;
  }

  private static Optional<String> quoted(
      Fields fields,
      String id,
      Optional<Jid> to,
      Function<String, Optional<StoredMessage>> messages) {
    Optional<StoredMessage> message = messages.apply(id);
    if (message.isEmpty()) {
      fields.wrong("quotedMessageId", "must be the id of a stored message");
    } else if (to.isPresent()
        && !to.get().equals(message.get().chat())
        && !to.equals(message.get().chatLid())) {
      fields.wrong("quotedMessageId", "is a message of another chat");
    }
    return message.map(StoredMessage::stanzaId);
  }

  private static Optional<SendRequest.Idempotency> idempotency(Request request) {
    Optional<String> key = request.header("idempotency-key");
    if (key.isPresent() && !IDEMPOTENCY_KEY.matcher(key.get()).matches()) {
      throw new ProblemException(
          Problem.invalid(
              "Idempotency-Key", "must be 1 to 255 visible ASCII characters without spaces"));
    }
    return key.map(text -> new SendRequest.Idempotency(text, hashOf(request.body())));
  }

  /** Two bodies that say the same in another order or layout are one request. */
  private static ByteString hashOf(ObjectNode body) {
    try {
      byte[] canonical = Json.bytes(sorted(body));
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Map<String, JsonNode> entries = new TreeMap<>();
      object.properties().forEach(entry -> entries.put(entry.getKey(), sorted(entry.getValue())));
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      entries.forEach(sorted::set);
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> sorted.add(sorted(item)));
      return sorted;
    }
    return node;
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "SendCommand[to " + request.to() + "]";
  }
}
