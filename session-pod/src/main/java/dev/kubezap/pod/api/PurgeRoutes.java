package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Erasing stored messages, by age or of one chat. A page at a time, each of which is stored: what a
 * request did not get to, the next one does.
 */
public final class PurgeRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Clients clients;
  private final Archive archive;

  public PurgeRoutes(Session session, Archive archive) {
    clients = new Clients(session);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.delete("/api/v1/messages", Scope.ADMIN, this::byAge),
        Route.delete("/api/v1/chats/{chatId}/messages", Scope.ADMIN, this::ofChat));
  }

  private Reply byAge(Request request) throws InterruptedException {
    Query query = new Query(request);
    Optional<Instant> before = query.time("before");
    if (query.text("before").isEmpty()) {
      query.wrong("before", "is required: a time such as 2026-11-01T12:00:00Z");
    }
    query.finish();
    return purge(Optional.empty(), before);
  }

  private Reply ofChat(Request request) throws InterruptedException {
    Query query = new Query(request);
    Optional<Instant> before = query.time("before");
    query.finish();
    Jid id =
        Recipient.parse(request.path("chatId"))
            .orElseThrow(() -> new ProblemException(Problem.invalid("chatId", Recipient.RULE)));
    Chat chat =
        archive
            .chat(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            "There is no chat with this id: GET /api/v1/chats lists them.")));
    return purge(Optional.of(chat.id()), before);
  }

  private Reply purge(Optional<Jid> chat, Optional<Instant> before) throws InterruptedException {
    long begun = System.nanoTime();
    Purge purge =
        Purge.of(
            clients.require(),
            archive,
            chat,
            before,
            () -> System.nanoTime() - begun < PATIENCE.toNanos());
    return Reply.json(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("purged", purge.count())
            .put("complete", purge.complete()));
  }
}
