package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.webhook.Delivery;
import dev.kubezap.pod.webhook.ListedDelivery;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code /webhooks}: which there are, what waits, what was given up, and delivering again. */
public final class WebhookRoutes {
  private static final int MOST_IDS = 1000;
  private static final int MOST_LISTED = 200;
  private static final int USUALLY_LISTED = 50;

  private final WebhookAdministration webhooks;
  private final WebhookChanges changes;

  public WebhookRoutes(WebhookAdministration webhooks) {
    this.webhooks = webhooks;
    this.changes = new WebhookChanges(webhooks);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/webhooks", Scope.MANAGE, this::list),
        Route.put("/api/v1/webhooks/{name}", Scope.MANAGE, changes::put),
        Route.delete("/api/v1/webhooks/{name}", Scope.MANAGE, changes::remove),
        Route.get("/api/v1/webhooks/{name}/deliveries", Scope.MANAGE, this::deliveries),
        Route.delete("/api/v1/webhooks/{name}/deliveries", Scope.MANAGE, this::discard),
        Route.post("/api/v1/webhooks/{name}/replay", Scope.MANAGE, Route.Body.JSON, this::replay));
  }

  private Reply list(Request request) {
    new Query(request).finish();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var items = json.putArray("items");
    for (WebhookEndpoint endpoint : webhooks.endpoints()) {
      items.add(WebhookJson.of(endpoint, webhooks.isRegistered(endpoint.name())));
    }
    return Reply.json(200, json);
  }

  private Reply deliveries(Request request) {
    Query query = new Query(request);
    String state = query.oneOf("state", List.of("waiting", "dead")).orElse("waiting");
    int limit = query.number("limit", 1, MOST_LISTED).map(Long::intValue).orElse(USUALLY_LISTED);
    long after = query.number("cursor", 0, Long.MAX_VALUE).orElse(0L);
    query.finish();
    String name = require(request);
    List<ListedDelivery> found =
        webhooks.deliveries(name, state.equals("waiting"), after, limit + 1);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var items = json.putArray("items");
    found.stream().limit(limit).forEach(delivery -> items.add(document(delivery)));
    if (found.size() > limit) {
      json.put("nextCursor", Long.toString(found.get(limit - 1).delivery().sequence()));
    }
    return Reply.json(200, json);
  }

  /** Forgets what was given up; what waits is not lost by a slip. */
  private Reply discard(Request request) {
    Query query = new Query(request);
    query.parsed(
        "state",
        text -> text.equals("dead") ? Optional.of(text) : Optional.empty(),
        "must be dead: what waits is delivered, or given up later");
    if (query.text("state").isEmpty()) {
      query.wrong("state", "is required: dead");
    }
    Optional<Long> sequence = query.number("sequence", 1, Long.MAX_VALUE);
    query.finish();
    OptionalInt count =
        webhooks.discard(require(request), sequence.map(List::of).orElse(List.of()));
    return Reply.json(200, JsonNodeFactory.instance.objectNode().put("count", owned(count)));
  }

  private static int owned(OptionalInt count) {
    return count.orElseThrow(
        () ->
            new ProblemException(
                Problem.unavailable(
                    "standby",
                    "This process does not own the session now: try again shortly.",
                    5)));
  }

  private Reply replay(Request request) {
    new Query(request).finish();
    String name = require(request);
    Fields fields = new Fields(request.body());
    List<String> ids = fields.texts("ids", MOST_IDS, 64);
    Optional<Instant> from = time(fields, "from");
    Optional<Instant> to = time(fields, "to");
    if (fields.has("ids") == (fields.has("from") || fields.has("to"))) {
      fields.wrong("ids", "or from and to must be given, one of the two");
    } else if (!fields.has("ids")) {
      if (!fields.has("from")) {
        fields.wrong("from", "is required beside to");
      }
      if (!fields.has("to")) {
        fields.wrong("to", "is required beside from");
      }
    }
    Checked.pass(fields);
    OptionalInt count =
        fields.has("ids")
            ? webhooks.replay(name, ids)
            : webhooks.replay(name, from.orElseThrow(), to.orElseThrow());
    return Reply.json(202, JsonNodeFactory.instance.objectNode().put("count", owned(count)));
  }

  private String require(Request request) {
    String name = request.path("name");
    if (webhooks.endpoints().stream().noneMatch(endpoint -> endpoint.name().equals(name))) {
      throw new ProblemException(unknown());
    }
    return name;
  }

  static Problem unknown() {
    return Problem.notFound("There is no webhook of this name: GET /api/v1/webhooks lists them.");
  }

  private static Optional<Instant> time(Fields fields, String name) {
    Optional<String> text = fields.text(name, 64);
    Optional<Instant> time = text.flatMap(Times::parse);
    if (text.isPresent() && time.isEmpty()) {
      fields.wrong(name, Times.RULE);
    }
    return time;
  }

  private static ObjectNode document(ListedDelivery listed) {
    Delivery delivery = listed.delivery();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("sequence", Long.toString(delivery.sequence()));
    listed.eventId().ifPresent(id -> json.put("eventId", id));
    listed.type().ifPresent(type -> json.put("event", type));
    delivery.subject().ifPresent(subject -> json.put("subject", subject));
    json.put("attempts", delivery.attempts());
    delivery.nextAt().ifPresent(at -> json.put("nextAt", at.toString()));
    delivery.firstAttemptAt().ifPresent(at -> json.put("firstAttemptAt", at.toString()));
    delivery.lastAttemptAt().ifPresent(at -> json.put("lastAttemptAt", at.toString()));
    delivery.lastStatus().ifPresent(status -> json.put("lastStatus", status));
    delivery.lastError().ifPresent(error -> json.put("lastError", error));
    return json;
  }
}
