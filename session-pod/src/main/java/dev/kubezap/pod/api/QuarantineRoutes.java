package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.store.QuarantineQueries.Quarantined;
import dev.kubezap.whatsapp.engine.QuarantineKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /quarantine}: what came in and could not be handled, to be read, exported, handled again
 * or forgotten. Only for administrators, since it shows what was decrypted.
 */
public final class QuarantineRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Clients clients;
  private final Quarantine quarantine;

  public QuarantineRoutes(Session session, Quarantine quarantine) {
    clients = new Clients(session);
    this.quarantine = quarantine;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/quarantine", Scope.ADMIN, this::list),
        Route.get("/api/v1/quarantine/{id}", Scope.ADMIN, this::one),
        Route.delete("/api/v1/quarantine/{id}", Scope.ADMIN, this::discard),
        Route.post(
            "/api/v1/quarantine/{id}/replay", Scope.ADMIN, Route.Body.OPTIONAL_JSON, this::replay));
  }

  private Reply list(Request request) {
    Query query = new Query(request);
    PageRequest page = query.page();
    query.finish();
    return Pages.reply(() -> quarantine.quarantined(page), QuarantineRoutes::summary);
  }

  /** Everything that is needed to look at it elsewhere. */
  private Reply one(Request request) {
    new Query(request).finish();
    Quarantined found =
        quarantine
            .quarantined(request.path("id"))
            .orElseThrow(() -> new ProblemException(unknown()));
    ObjectNode json = summary(found);
    json.put("input", base64(found.entry().input()));
    ArrayNode decrypted = json.putArray("decrypted");
    found.entry().decrypted().forEach(message -> decrypted.add(base64(message)));
    return Reply.json(200, json);
  }

  private Reply replay(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    require(clients.require().replayQuarantined(request.path("id")));
    return Reply.noContent();
  }

  private Reply discard(Request request) throws InterruptedException {
    new Query(request).finish();
    require(clients.require().discardQuarantined(request.path("id")));
    return Reply.noContent();
  }

  private static void require(CompletableFuture<Boolean> found) throws InterruptedException {
    if (!Clients.await(found, PATIENCE)) {
      throw new ProblemException(unknown());
    }
  }

  private static ObjectNode summary(Quarantined quarantined) {
    QuarantineKey.Entry entry = quarantined.entry();
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", quarantined.id())
        .put("kind", entry.kind())
        .put("error", entry.error())
        .put("at", entry.at().toString())
        .put("bytes", entry.input().size());
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static Problem unknown() {
    return Problem.notFound(
        "There is nothing set aside with this id: GET /api/v1/quarantine lists what there is.");
  }
}
