package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.kind.MessageKinds;
import dev.kubezap.pod.kind.SendForm;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.QuotedMessage;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.content.TextContent.LinkPreview;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What {@code POST /messages} says.
 *
 * @param queue whether the caller does not wait for a connection
 * @param mediaUrl where the file is, when it did not come with the request
 */
record SendCommand(SendRequest request, boolean queue, Optional<URI> mediaUrl) {
  /** Types that the service takes from no linked device any more (docs/limits.md). */
  private static final Set<String> REFUSED_TYPES = Set.of("list", "buttons", "template");

  /** What the apps offer. */
  private static final Set<Duration> EXPIRATIONS =
      Set.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(90));

  private static final String TYPE_RULE =
      "must be one of " + String.join(", ", MessageKinds.sendable());

  /**
   * Reads a request.
   *
   * @param messages finds the message that is quoted
   * @throws ProblemException 422 with every field that is wrong
   */
  static SendCommand of(Request request, Function<String, Optional<StoredMessage>> messages) {
    Fields fields = new Fields(request.body());
    Optional<SendRequest.Idempotency> idempotency = RequestKey.of(request);
    Optional<Jid> to =
        fields.requiredText("to", Recipient.LONGEST).flatMap(text -> jid(fields, "to", text));
    String type = type(fields);
    SendForm form = form(type);
    Map<String, String> metadata = fields.textMap("metadata", 32, 1024);
    boolean queue = fields.flag("queue").orElse(false);
    MessageContext context = context(fields, to, messages);
    Optional<Composable> content = form.read(type, fields, context);
    if (!form.takesViewOnce(type)) {
      fields.notSupported("viewOnce");
    }
    SendPlan plan = SendTimes.read(fields, Instant.now());
    Checked.pass(fields);
    return new SendCommand(
        new SendRequest(to.orElseThrow(), content.orElseThrow(), metadata, idempotency, plan)
            .beforeLink(queue)
            .traced(request.trace()),
        queue,
        mediaUrl(request.body()));
  }

  /** Whether what is sent has yet to be read at an address that the text names. */
  boolean wantsPreview(ObjectNode body) {
    return request.content() instanceof TextContent text
        && text.preview().isEmpty()
        && body.path("linkPreview").asText().equals("auto");
  }

  /** The same with a preview of the first link in its text, when the page there has one. */
  SendCommand withPreview(OutgoingMedia media) throws InterruptedException {
    if (!(request.content() instanceof TextContent text)) {
      return this;
    }
    Optional<LinkInText> link = LinkInText.first(text.text());
    Optional<LinkPreview> preview =
        link.isPresent()
            ? media.preview(link.get().text(), link.get().address())
            : Optional.empty();
    return preview.isEmpty() ? this : with(new TextContent(text.text(), preview, text.context()));
  }

  /** The form has found it to be an address. */
  private static Optional<URI> mediaUrl(ObjectNode body) {
    return Optional.ofNullable(body.path("media").path("url").textValue()).map(URI::create);
  }

  /** The same with content whose file is uploaded. */
  SendCommand with(Composable content) {
    return new SendCommand(request.with(content), queue, Optional.empty());
  }

  /** Without a type nothing can be said of the other fields. */
  private static String type(Fields fields) {
    Optional<String> type = fields.requiredText("type", 32);
    return type.orElseThrow(() -> new ProblemException(Problem.invalid(fields.errorsSoFar())));
  }

  private static SendForm form(String type) {
    if (REFUSED_TYPES.contains(type)) {
      throw new ProblemException(
          Problem.of(
              422,
              "unsupported-by-whatsapp",
              "WhatsApp does not take this type of message any more",
              "WhatsApp does not take messages of type "
                  + type
                  + " from linked devices: send one of "
                  + String.join(", ", MessageKinds.sendable())
                  + "."));
    }
    return MessageKinds.form(type)
        .orElseThrow(() -> new ProblemException(Problem.invalid("type", TYPE_RULE)));
  }

  private static MessageContext context(
      Fields fields, Optional<Jid> to, Function<String, Optional<StoredMessage>> messages) {
    Optional<QuotedMessage> quoted =
        fields.text("quotedMessageId", 64).flatMap(id -> quoted(fields, id, to, messages));
    return new MessageContext(
        quoted, mentions(fields), fields.flag("mentionAll").orElse(false), 0, expiresAfter(fields));
  }

  private static Optional<Duration> expiresAfter(Fields fields) {
    Optional<String> text = fields.text("expiresAfter", 32);
    Optional<Duration> after = text.flatMap(SendCommand::duration).filter(EXPIRATIONS::contains);
    if (text.isPresent() && after.isEmpty()) {
      fields.wrong("expiresAfter", "must be P1D, P7D or P90D");
    }
    return after;
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
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

  private static Optional<QuotedMessage> quoted(
      Fields fields,
      String id,
      Optional<Jid> to,
      Function<String, Optional<StoredMessage>> messages) {
    Optional<StoredMessage> message = messages.apply(id);
    if (message.isEmpty()) {
      fields.wrong("quotedMessageId", "must be the id of a stored message");
      return Optional.empty();
    }
    StoredMessage known = message.get();
    QuotedMessage quoted = QuotedMessage.of(known.stanzaId(), known.sender(), known.encoded());
    if (to.isEmpty() || to.get().equals(known.chat()) || to.equals(known.chatLid())) {
      return Optional.of(quoted);
    }
    if (!isForItsAuthor(to.get(), known)) {
      fields.wrong(
          "quotedMessageId",
          "is a message of another chat; those of groups and of the status feed are answered there,"
              + " or to their author, by the id that from has");
    }
    return Optional.of(quoted.from(known.chat()));
  }

  /** What somebody has put into the status feed is answered to him alone. */
  private static boolean isForItsAuthor(Jid to, StoredMessage message) {
    return !message.fromMe()
        && (message.chat().isGroup() || message.chat().isStatus())
        && to.equals(message.sender().account());
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "SendCommand[to " + request.to() + "]";
  }
}
