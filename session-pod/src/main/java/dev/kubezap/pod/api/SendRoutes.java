package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.WhatsAppClient.Sending;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /messages}: stores a message to be sent, and waits for as long as the caller wants.
 */
public final class SendRoutes {
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(15);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);

  private final Clients clients;
  private final Archive archive;

  public SendRoutes(Session session, Archive archive) {
    clients = new Clients(session);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(Route.post("/api/v1/messages", Scope.SEND, Route.Body.JSON, this::send));
  }

  private Reply send(Request request) throws InterruptedException {
    Query query = new Query(request);
    String wait = query.oneOf("wait", List.of("none", "sent", "delivered")).orElse("sent");
    Duration timeout = query.duration("timeout", LONGEST_TIMEOUT).orElse(DEFAULT_TIMEOUT);
    query.finish();
    SendCommand command = SendCommand.of(request, archive::message);
    WhatsAppClient client = clients.require();
    boolean waits =
        !wait.equals("none") && !(command.queue() && client.snapshot().phase() != Phase.CONNECTED);
    if (!waits) {
      return answer(taken(client.send(command.request()), STORE_PATIENCE), false);
    }
    MessageStatus wanted = wait.equals("delivered") ? MessageStatus.DELIVERED : MessageStatus.SENT;
    long begun = System.nanoTime();
    Sending sending = client.send(command.request(), wanted);
    try {
      // Not for the answer first: each waking costs as much as a step of the message.
      Clients.settle(
          sending.reached(), timeout.compareTo(STORE_PATIENCE) < 0 ? timeout : STORE_PATIENCE);
      StoredMessage stored = taken(sending.answer(), left(STORE_PATIENCE, begun));
      Duration left = left(timeout, begun);
      Optional<StoredMessage> reached = Clients.awaitMore(sending.reached(), left);
      return answer(reached.orElse(stored), reached.isPresent());
    } finally {
      sending.reached().cancel(false);
    }
  }

  /** What is left of a time that began then. */
  private static Duration left(Duration patience, long begun) {
    return Duration.ofNanos(Math.max(0, patience.toNanos() - (System.nanoTime() - begun)));
  }

  private static StoredMessage taken(CompletableFuture<SendResult> answer, Duration patience)
      throws InterruptedException {
    return switch (Clients.await(answer, patience)) {
      case SendResult.Accepted accepted -> accepted.message();
      case SendResult.Repeated repeated -> repeated.message();
      case SendResult.KeyReused reused -> throw new ProblemException(keyReused());
      case SendResult.NotYet notYet -> throw new ProblemException(notYet(notYet));
      case SendResult.Refused refused -> throw new ProblemException(refused(refused));
    };
  }

  private static Reply answer(StoredMessage message, boolean reached) {
    if (message.failure().isPresent()) {
      throw new ProblemException(failed(message, message.failure().get()));
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", message.id());
    json.put("stanzaId", message.stanzaId());
    json.put("status", message.status().name().toLowerCase(Locale.ROOT));
    json.put("chatId", message.chat().toString());
    return Reply.json(reached ? 201 : 202, json)
        .withHeader("Location", "/api/v1/messages/" + message.id());
  }

  private static Problem failed(StoredMessage message, MessageFailure failure) {
    int code = failure.whatsappCode().orElse(0);
    Problem problem =
        code >= 500 && code <= 599
            ? Problem.of(502, "whatsapp-fault", "WhatsApp's servers had a fault", failure.reason())
            : Problem.of(422, failure.code(), "The message was not sent", failure.reason());
    JsonNodeFactory json = JsonNodeFactory.instance;
    Problem withIds =
        problem
            .withMember("id", json.textNode(message.id()))
            .withMember("stanzaId", json.textNode(message.stanzaId()));
    return code == 0 ? withIds : withIds.withMember("whatsappCode", json.numberNode(code));
  }

  private static Problem notYet(SendResult.NotYet notYet) {
    return Problem.unavailable("not-yet", notYet.detail() + " Try again shortly.", 1);
  }

  private static Problem refused(SendResult.Refused refused) {
    boolean state = refused.code().startsWith("not-") && !refused.code().equals("not-supported");
    return Problem.of(
        state ? 409 : 422, refused.code(), "The message cannot be sent", refused.detail());
  }

  private static Problem keyReused() {
    return Problem.of(
        422,
        "idempotency-key-reused",
        "The Idempotency-Key was used for another request",
        "Take a new key for a new message; repeat a request under its key unchanged.");
  }
}
