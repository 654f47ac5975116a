package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /messages/bulk}: one message to many, each in a chat of its own. A file is uploaded
 * once.
 */
public final class BulkRoutes {
  private static final int MOST_RECIPIENTS = 500;
  private static final Duration LONGEST_PACING = Duration.ofHours(1);

  private final Clients clients;
  private final Archive archive;
  private final OutgoingMedia media;

  /**
   * @param media takes the files of messages
   */
  public BulkRoutes(Session session, Archive archive, OutgoingMedia media) {
    clients = new Clients(session);
    this.archive = archive;
    this.media = media;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(Route.post("/api/v1/messages/bulk", Scope.SEND, Route.Body.JSON, this::send));
  }

  private Reply send(Request request) throws IOException, InterruptedException {
    new Query(request).finish();
    Optional<SendRequest.Idempotency> idempotency = RequestKey.of(request);
    Fields fields = new Fields(request.body());
    Set<Jid> recipients = recipients(fields);
    Duration pacing = fields.duration("pacing", LONGEST_PACING).orElse(Duration.ZERO);
    boolean queue = fields.flag("queue").orElse(false);
    ObjectNode message = message(fields, request.body());
    if (!recipients.isEmpty()) {
      message.put("to", recipients.iterator().next().toString());
    }
    Checked.pass(fields);
    try (SendBody body = SendBody.of(message, media)) {
      SendCommand command =
          SendCommand.of(
              new Request(request.pathParameters(), request.query(), request.headers(), message),
              archive::message);
      WhatsAppClient client = clients.require();
      if (command.wantsPreview(message)) {
        command = command.withPreview(media);
      }
      Composable content =
          command.request().content() instanceof Media described
              ? media.upload(
                  client, command.request().to(), described, body.file(), command.mediaUrl())
              : command.request().content();
      return Reply.json(
          202,
          accepted(
              client,
              recipients,
              pacing,
              content,
              command.request().beforeLink(queue || command.queue()),
              idempotency));
    }
  }

  private static ObjectNode accepted(
      WhatsAppClient client,
      Set<Jid> recipients,
      Duration pacing,
      Composable content,
      SendRequest first,
      Optional<SendRequest.Idempotency> idempotency)
      throws InterruptedException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    Instant now = Instant.now();
    Duration later = Duration.ZERO;
    for (Jid to : recipients) {
      SendPlan plan = later(first.plan(), later, now);
      SendRequest send =
          new SendRequest(
                  to,
                  content,
                  first.metadata(),
                  idempotency.map(one -> one.part(to.toString())),
                  plan)
              .beforeLink(first.beforeLink())
              .traced(first.trace());
      StoredMessage stored = SendRoutes.taken(client.send(send), SendRoutes.STORE_PATIENCE);
      ObjectNode item = SendRoutes.document(stored).put("to", to.toString());
      plan.notBefore().ifPresent(at -> item.put("sendAt", at.toString()));
      items.add(item);
      later = later.plus(pacing);
    }
    return json;
  }

  private static SendPlan later(SendPlan plan, Duration later, Instant now) {
    return later.isZero()
        ? plan
        : new SendPlan(
            Optional.of(plan.notBefore().orElse(now).plus(later)),
            plan.notAfter().map(at -> at.plus(later)),
            plan.typing());
  }

  private static Set<Jid> recipients(Fields fields) {
    Set<Jid> recipients = new LinkedHashSet<>();
    List<String> texts = fields.texts("recipients", MOST_RECIPIENTS, Recipient.LONGEST);
    if (texts.isEmpty()) {
      fields.wrong("recipients", "must have 1 to " + MOST_RECIPIENTS + " items");
    }
    for (int i = 0; i < texts.size(); i++) {
      Optional<Jid> jid = Recipient.parse(texts.get(i)).map(Jid::account);
      if (jid.filter(one -> one.isUser() || one.isGroup()).isEmpty()) {
        fields.wrong("recipients[" + i + "]", Recipient.RULE);
      } else if (!recipients.add(jid.get())) {
        fields.wrong("recipients[" + i + "]", "is named twice");
      }
    }
    return recipients;
  }

  /** What is sent, without whom to. */
  private static ObjectNode message(Fields fields, ObjectNode body) {
    if (!(body.get("message") instanceof ObjectNode message)) {
      var _ = fields.object("message");
      throw new ProblemException(Problem.invalid("message", "must be an object"));
    }
    for (String name : List.of("to", "quotedMessageId")) {
      if (message.has(name)) {
        throw new ProblemException(
            Problem.invalid("message." + name, "cannot be the same for all recipients"));
      }
    }
    fields.taken("message");
    return message.deepCopy();
  }
}
