package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.config.WebhookFields;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.TestEvent;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Posts events that nobody raised, once each, to see what becomes of them. */
public final class WebhookTestRoutes {
  private static final String NAME = "[a-z][a-z0-9.-]{0,63}";

  private final WebhookAdministration webhooks;

  public WebhookTestRoutes(WebhookAdministration webhooks) {
    this.webhooks = webhooks;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/webhooks/{name}/test", Scope.MANAGE, Route.Body.OPTIONAL_JSON, this::test),
        Route.post("/api/v1/webhooks/deliver", Scope.MANAGE, Route.Body.JSON, this::deliver));
  }

  /** An event without content, to the webhook or, signed by its keys, to another address. */
  private Reply test(Request request) {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<URI> url = fields.text("url", 2048).flatMap(text -> address(fields, text));
    Optional<String> event = fields.text("event", 64);
    if (event.filter(name -> !isKnown(name)).isPresent()) {
      fields.wrong(
          "event",
          "is not an event: GET /api/v1/events/catalog lists them, webhook.test is one too");
    }
    Checked.pass(fields);
    TestEvent sent =
        new TestEvent(
            UUID.randomUUID().toString(), event.orElse(TestEvent.TYPE), "{\"test\":true}", url);
    return reply(() -> webhooks.test(request.path("name"), sent));
  }

  /** Any event to any address, signed by the keys of a webhook. */
  private Reply deliver(Request request) {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<URI> url = fields.requiredText("url", 2048).flatMap(text -> address(fields, text));
    Optional<String> event = fields.requiredText("event", 64);
    if (event.filter(name -> !name.matches(NAME)).isPresent()) {
      fields.wrong("event", "must be lower-case letters, digits, dots and hyphens");
    }
    Optional<String> webhook = fields.text("webhook", 63);
    if (!fields.has("data")) {
      fields.wrong("data", "is required");
    } else if (!fields.isObject("data")) {
      fields.wrong("data", "must be an object");
    }
    fields.taken("data");
    Checked.pass(fields);
    TestEvent sent =
        new TestEvent(
            UUID.randomUUID().toString(),
            event.orElseThrow(),
            Json.text(request.body().path("data")),
            url);
    return reply(() -> webhooks.deliver(webhook, sent));
  }

  private static boolean isKnown(String event) {
    return event.equals(TestEvent.TYPE) || EventCatalog.names().contains(event);
  }

  private static Reply reply(Supplier<Optional<TestDelivery>> delivery) {
    TestDelivery result;
    try {
      result = delivery.get().orElseThrow(() -> new ProblemException(WebhookRoutes.unknown()));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.invalid("url", String.valueOf(e.getMessage())));
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", result.id());
    json.put("delivered", result.delivered());
    result.status().ifPresent(status -> json.put("status", status));
    result.error().ifPresent(error -> json.put("error", error));
    json.put("milliseconds", result.took().toMillis());
    return Reply.json(200, json);
  }

  private static Optional<URI> address(Fields fields, String text) {
    Optional<URI> address = WebhookFields.address(fields, text);
    if (address.filter(url -> url.getUserInfo() != null || url.getFragment() != null).isPresent()) {
      fields.wrong("url", "must not have a user or a fragment");
    }
    return address;
  }
}
