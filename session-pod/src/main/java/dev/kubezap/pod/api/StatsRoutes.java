package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** {@code /session/stats}: what is stored, and what this process has counted since it began. */
public final class StatsRoutes {
  private static final Logger LOG = Logger.getLogger(StatsRoutes.class);
  private static final int LATEST = 10;

  private final Session session;
  private final Archive archive;
  private final Supplier<ObjectNode> counted;
  private final Supplier<Optional<ObjectNode>> stored;

  /**
   * @param counted makes the document of what this process has counted; may wait for the database
   * @param stored fields about what is stored; empty while the database does not tell
   */
  public StatsRoutes(
      Session session,
      Archive archive,
      Supplier<ObjectNode> counted,
      Supplier<Optional<ObjectNode>> stored) {
    this.session = session;
    this.archive = archive;
    this.counted = counted;
    this.stored = stored;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(Route.get("/api/v1/session/stats", Scope.READ, this::read));
  }

  private Reply read(Request request) {
    new Query(request).finish();
    ObjectNode json = counted.get();
    Optional<ObjectNode> totals = stored.get();
    if (totals.isPresent()) {
      json.setAll(totals.get());
      latest(json);
    }
    ObjectNode connection = json.putObject("connection");
    var snapshot = session.snapshot();
    connection.put("phase", snapshot.phase().text());
    snapshot.connectedAt().ifPresent(at -> connection.put("since", at.toString()));
    connection.put("reconnects", snapshot.reconnects());
    return Reply.json(200, json);
  }

  private void latest(ObjectNode json) {
    try {
      List<StoredMessage> found =
          archive.messages(MessageQuery.ALL, new PageRequest(LATEST, Optional.empty())).items();
      Map<String, MessageAdditions> additions =
          archive.additions(found.stream().map(StoredMessage::id).toList());
      ArrayNode latest = json.putArray("latest");
      found.forEach(
          message ->
              latest.add(
                  MessageJson.of(
                      message, additions.getOrDefault(message.id(), MessageAdditions.NONE))));
    } catch (StoreUnavailableException e) {
      LOG.debugf("The latest messages cannot be read now: %s", e.getMessage());
    }
  }
}
