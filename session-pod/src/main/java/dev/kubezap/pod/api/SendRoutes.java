package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.UploadedBody;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.WhatsAppClient.Sending;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /messages}: stores a message to be sent, and waits for as long as the caller wants.
 */
public final class SendRoutes {
  static final Duration STORE_PATIENCE = Duration.ofSeconds(15);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);

  /** A file of 100 MiB in base64, with what is around it. */
  private static final long LONGEST_BODY = (100L << 20) / 3 * 4 + (2L << 20);

  private final Clients clients;
  private final Archive archive;
  private final OutgoingMedia media;
  private final StatusRequests statuses;

  /**
   * @param media takes the files of messages
   */
  public SendRoutes(Session session, Archive archive, OutgoingMedia media) {
    clients = new Clients(session);
    this.archive = archive;
    this.media = media;
    statuses = new StatusRequests(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.postOrUpload(
            "/api/v1/messages",
            Scope.SEND,
            this::sendMessage,
            LONGEST_BODY,
            (request, upload) -> sendUpload(request, upload, this::message)),
        Route.postOrUpload(
            "/api/v1/status",
            Scope.SEND,
            request -> sendObject(request, statuses::command),
            LONGEST_BODY,
            (request, upload) -> sendUpload(request, upload, statuses::command)));
  }

  /**
   * Sends what a request of {@code POST /messages} with a JSON body says.
   *
   * @throws ProblemException as that request is refused
   */
  Reply sendMessage(Request request) throws IOException, InterruptedException {
    return sendObject(request, this::message);
  }

  /** Reads what a request says. */
  private interface Reading {
    SendCommand of(Request request) throws InterruptedException;
  }

  private SendCommand message(Request request) {
    return SendCommand.of(request, archive::message);
  }

  private Reply sendObject(Request request, Reading reading)
      throws IOException, InterruptedException {
    try (SendBody body = SendBody.of(request.body(), media)) {
      return send(request, body, reading);
    }
  }

  private Reply sendUpload(Request request, UploadedBody upload, Reading reading)
      throws IOException, InterruptedException {
    try (SendBody body = SendBody.of(upload, media)) {
      return send(
          new Request(request.pathParameters(), request.query(), request.headers(), body.fields()),
          body,
          reading);
    }
  }

  private Reply send(Request request, SendBody body, Reading reading)
      throws IOException, InterruptedException {
    Query query = new Query(request);
    String wait = query.oneOf("wait", List.of("none", "sent", "delivered")).orElse("sent");
    Duration timeout = query.duration("timeout", LONGEST_TIMEOUT).orElse(DEFAULT_TIMEOUT);
    query.finish();
    SendCommand command = reading.of(request);
    WhatsAppClient client = clients.require();
    MessageStatus wanted = wait.equals("delivered") ? MessageStatus.DELIVERED : MessageStatus.SENT;
    if (command.request().content() instanceof Media || command.wantsPreview(body.fields())) {
      Optional<SendResult> settled = settled(client, command);
      if (settled.isPresent()) {
        return again(client, taken(settled.get()), wanted, wait.equals("none"), timeout);
      }
      command = completed(client, command, body);
    }
    boolean waits =
        !wait.equals("none")
            && !(command.queue() && client.snapshot().phase() != Phase.CONNECTED)
            && !command.request().plan().isEarly(Instant.now().plus(timeout));
    if (!waits) {
      return answer(taken(client.send(command.request()), STORE_PATIENCE), false);
    }
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

  /** With what is uploaded, or read at a link, before the message is accepted. */
  private SendCommand completed(WhatsAppClient client, SendCommand command, SendBody body)
      throws IOException, InterruptedException {
    return command.request().content() instanceof Media described
        ? command.with(
            media.upload(
                client, command.request().to(), described, body.file(), command.mediaUrl()))
        : command.withPreview(media);
  }

  /** A request that was accepted before is not uploaded again. */
  private static Optional<SendResult> settled(WhatsAppClient client, SendCommand command)
      throws InterruptedException {
    return command.request().idempotency().isPresent()
        ? Clients.await(client.repeated(command.request().idempotency().get()), STORE_PATIENCE)
        : Optional.empty();
  }

  private static Reply again(
      WhatsAppClient client,
      StoredMessage message,
      MessageStatus wanted,
      boolean atOnce,
      Duration timeout)
      throws InterruptedException {
    Optional<StoredMessage> reached =
        atOnce
            ? Optional.empty()
            : Clients.awaitMore(client.awaitStatus(message.id(), wanted), timeout);
    return answer(reached.orElse(message), reached.isPresent());
  }

  /** What is left of a time that began then. */
  private static Duration left(Duration patience, long begun) {
    return Duration.ofNanos(Math.max(0, patience.toNanos() - (System.nanoTime() - begun)));
  }

  /**
   * The message that was accepted.
   *
   * @throws ProblemException when it was not
   */
  static StoredMessage taken(CompletableFuture<SendResult> answer, Duration patience)
      throws InterruptedException {
    return taken(Clients.await(answer, patience));
  }

  private static StoredMessage taken(SendResult result) {
    return switch (result) {
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
    return Reply.json(reached ? 201 : 202, document(message))
        .withHeader("Location", "/api/v1/messages/" + message.id());
  }

  /** What names a message that was accepted. */
  static ObjectNode document(StoredMessage message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", message.id());
    json.put("stanzaId", message.stanzaId());
    json.put("status", message.status().name().toLowerCase(Locale.ROOT));
    json.put("chatId", message.chat().toString());
    json.put("timestamp", message.timestamp().toString());
    return json;
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

  /** The key stands for another request. */
  static Problem keyReused() {
    return Problem.of(
        422,
        "idempotency-key-reused",
        "The Idempotency-Key was used for another request",
        "Take a new key for a new message; repeat a request under its key unchanged.");
  }
}
