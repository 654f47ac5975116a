package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Route;
import dev.kubezap.whatsapp.event.EventKind;
import java.util.List;
import java.util.Locale;

/**
 * {@code /asyncapi.json}: the events as AsyncAPI 3.0 (asyncapi.com/docs/reference/specification),
 * made of the catalogue, for everybody.
 */
public final class AsyncApiRoute {
  private static final String CLOUD_EVENT = "application/cloudevents+json";

  /** The routes. */
  public List<Route> routes() {
    return List.of(Route.open("/asyncapi.json", request -> Reply.json(200, document())));
  }

  static ObjectNode document() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("asyncapi", "3.0.0");
    json.putObject("info")
        .put("title", "Kubezap session: events")
        .put("version", "v1")
        .put(
            "description",
            "Each event is a CloudEvents 1.0 document, delivered at least once and in order for"
                + " each chat. Its id is the same in every delivery.");
    json.put("defaultContentType", CLOUD_EVENT);
    ObjectNode channels = json.putObject("channels");
    channel(
        channels.putObject("stream"),
        "/api/v1/events",
        "Server-sent events; Last-Event-ID goes on behind an event.");
    channel(channels.putObject("socket"), "/api/v1/events/ws", "A WebSocket, an event a frame.");
    channel(
        channels.putObject("webhook").putNull("address"),
        "",
        "The URL of a webhook; a POST for each event, signed as Standard Webhooks.");
    ObjectNode operations = json.putObject("operations");
    channels
        .fieldNames()
        .forEachRemaining(
            name ->
                operations
                    .putObject(
                        "send" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                    .put("action", "send")
                    .putObject("channel")
                    .put("$ref", "#/channels/" + name));
    ObjectNode components = json.putObject("components");
    ObjectNode messages = components.putObject("messages");
    EventSchemas data = new EventSchemas(OpenApiRoute.tree());
    for (EventKind kind : EventKind.values()) {
      message(messages.putObject(kind.text()), kind, data.reference(kind));
    }
    ObjectNode schemas = components.putObject("schemas");
    data.copyTo(schemas);
    schemas.set("Event", event());
    return json;
  }

  private static void channel(ObjectNode channel, String address, String description) {
    if (!address.isEmpty()) {
      channel.put("address", address);
    }
    channel.put("description", description);
    ObjectNode messages = channel.putObject("messages");
    EventCatalog.names()
        .forEach(name -> messages.putObject(name).put("$ref", "#/components/messages/" + name));
  }

  private static void message(ObjectNode message, EventKind kind, String data) {
    message
        .put("name", kind.text())
        .put("summary", kind.description())
        .put("contentType", CLOUD_EVENT);
    var both = message.putObject("payload").putArray("allOf");
    both.addObject().put("$ref", "#/components/schemas/Event");
    ObjectNode members = both.addObject().putObject("properties");
    members.putObject("type").put("const", "dev.kubezap." + kind.text());
    members.putObject("dataschema").put("const", kind.schema());
    members.putObject("data").put("$ref", data);
  }

  /** What all have: the schema Event of the OpenAPI document, without the list of types. */
  private static ObjectNode event() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    ObjectNode members = schema.putObject("properties");
    members.putObject("specversion").put("const", "1.0");
    for (String text :
        List.of(
            "id",
            "source",
            "type",
            "subject",
            "time",
            "datacontenttype",
            "dataschema",
            "sequence",
            "traceparent")) {
      members.putObject(text).put("type", "string");
    }
    members.withObject("/time").put("format", "date-time");
    members.putObject("data").put("type", "object");
    var required = schema.putArray("required");
    List.of("specversion", "id", "source", "type", "time", "sequence", "data")
        .forEach(required::add);
    return schema;
  }
}
