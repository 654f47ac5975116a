package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /messages/{id}/forward}: sends what a message says to other chats, marked as
 * forwarded. A file is not uploaded again.
 */
public final class ForwardRoutes {
  /** WhatsApp's own limit. */
  private static final int MOST_CHATS = 5;

  private static final String CANNOT = "The message cannot be forwarded";

  private final Clients clients;
  private final Archive archive;

  public ForwardRoutes(Session session, Archive archive) {
    clients = new Clients(session);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/messages/{id}/forward", Scope.SEND, Route.Body.JSON, this::forward));
  }

  private Reply forward(Request request) throws InterruptedException {
    new Query(request).finish();
    Optional<SendRequest.Idempotency> idempotency = RequestKey.of(request);
    Fields fields = new Fields(request.body());
    Set<Jid> recipients = recipients(fields);
    boolean queue = fields.flag("queue").orElse(false);
    Checked.pass(fields);
    StoredMessage message =
        archive
            .message(request.path("id"))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            "There is no message with this id: GET /api/v1/messages lists them.")));
    Composable content = forwarded(message);
    WhatsAppClient client = clients.require();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    for (Jid to : recipients) {
      SendRequest send =
          new SendRequest(to, content, Map.of(), idempotency.map(one -> one.part(to.toString())))
              .beforeLink(queue)
              .traced(request.trace());
      items.add(
          SendRoutes.document(SendRoutes.taken(client.send(send), SendRoutes.STORE_PATIENCE)));
    }
    return Reply.json(202, json);
  }

  private static Set<Jid> recipients(Fields fields) {
    Set<Jid> recipients = new LinkedHashSet<>();
    List<String> texts = fields.texts("to", MOST_CHATS, Recipient.LONGEST);
    if (texts.isEmpty()) {
      fields.wrong("to", "must have 1 to " + MOST_CHATS + " items");
    }
    for (int i = 0; i < texts.size(); i++) {
      Optional<Jid> jid = Recipient.parse(texts.get(i));
      if (jid.isEmpty()) {
        fields.wrong("to[" + i + "]", Recipient.RULE);
      } else if (!recipients.add(jid.get())) {
        fields.wrong("to[" + i + "]", "is named twice");
      }
    }
    return recipients;
  }

  /** What the message says now, without its quote and mentions. */
  private Composable forwarded(StoredMessage message) {
    MessageAdditions additions =
        archive.additions(List.of(message.id())).getOrDefault(message.id(), MessageAdditions.NONE);
    if (additions.deletion().isPresent()) {
      throw new ProblemException(
          Problem.of(422, "message-deleted", CANNOT, "The message was deleted for everyone."));
    }
    Content now = MessageJson.content(message, additions);
    if (now instanceof Media media && media.viewOnce()) {
      throw new ProblemException(
          Problem.of(422, "view-once", CANNOT, "What may be looked at once is not passed on."));
    }
    if (!(now instanceof Composable content)) {
      throw new ProblemException(
          Problem.of(
              422,
              "kind-cannot-be-forwarded",
              CANNOT,
              "Messages of type " + message.type() + " cannot be forwarded."));
    }
    return content.with(
        new MessageContext(
            Optional.empty(),
            List.of(),
            false,
            content.context().forwardingScore() + 1,
            Optional.empty()));
  }
}
