package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.store.QueueQueries.Queued;
import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.model.MessageStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code /queue}: what was accepted and waits to be sent, to be read and taken back. */
public final class QueueRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Clients clients;
  private final Archive archive;

  public QueueRoutes(Session session, Archive archive) {
    clients = new Clients(session);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/queue", Scope.READ, this::list),
        Route.delete("/api/v1/queue", Scope.MANAGE, this::cancelAll),
        Route.delete("/api/v1/queue/{id}", Scope.SEND, this::cancel));
  }

  private Reply list(Request request) {
    Query query = new Query(request);
    PageRequest page = query.page();
    query.finish();
    return Pages.reply(() -> archive.queue(page), QueueRoutes::document);
  }

  private Reply cancel(Request request) throws InterruptedException {
    new Query(request).finish();
    CancelResult result = Clients.await(clients.require().cancel(request.path("id")), PATIENCE);
    return switch (result) {
      case CancelResult.Cancelled _ -> Reply.noContent();
      case CancelResult.Unknown _ ->
          throw new ProblemException(
              Problem.notFound(
                  "Nothing waits under this id: GET /api/v1/queue lists what there is."));
      case CancelResult.TooLate(MessageStatus status) ->
          throw new ProblemException(
              Problem.conflict(
                  "not-queued",
                  "It does not wait any more",
                  "It is "
                      + status.name().toLowerCase(Locale.ROOT)
                      + ". A message that was sent is deleted by DELETE /api/v1/messages/{id}."));
    };
  }

  /**
   * A page at a time, each of which is stored: what a request did not get to, the next one does.
   */
  private Reply cancelAll(Request request) throws InterruptedException {
    new Query(request).finish();
    long begun = System.nanoTime();
    int cancelled = 0;
    int page;
    do {
      page = Clients.await(clients.require().cancelQueued(), PATIENCE);
      cancelled += page;
    } while (page > 0 && System.nanoTime() - begun < PATIENCE.toNanos());
    return Reply.json(
        200,
        JsonNodeFactory.instance.objectNode().put("cancelled", cancelled).put("empty", page == 0));
  }

  private static ObjectNode document(Queued queued) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", queued.id());
    queued.chat().ifPresent(chat -> json.put("chatId", chat.toString()));
    queued.acceptedAt().ifPresent(at -> json.put("acceptedAt", at.toString()));
    queued.sendAt().ifPresent(at -> json.put("sendAt", at.toString()));
    queued.expiresAt().ifPresent(at -> json.put("expiresAt", at.toString()));
    json.put("kind", queued.message().isPresent() ? "message" : "change");
    queued.message().ifPresent(message -> json.set("message", MessageJson.of(message)));
    return json;
  }
}
