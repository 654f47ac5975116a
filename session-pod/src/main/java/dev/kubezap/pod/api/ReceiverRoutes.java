package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.receiver.AlertmanagerText;
import dev.kubezap.pod.receiver.GrafanaText;
import dev.kubezap.pod.receiver.TemplateText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code POST /receivers/...}: what other systems post becomes a text to the chat that the address
 * names. The text is queued, so that an alert waits for the connection instead of being refused.
 */
public final class ReceiverRoutes {
  /**
   * Alertmanager and Grafana repeat a delivery whose answer they did not get, and have no id for
   * it. What is equal within this time is one message; they repeat on purpose after hours.
   */
  private static final Duration REPEATED_WITHIN = Duration.ofMinutes(5);

  private static final int LONGEST_TEMPLATE = 2_000;
  private static final String KEY = "idempotency-key";

  private final SendRoutes sending;
  private final Clock clock;

  /**
   * @param sending takes the messages
   */
  public ReceiverRoutes(SendRoutes sending, Clock clock) {
    this.sending = sending;
    this.clock = clock;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        receiver("alertmanager", request -> notify(request, AlertmanagerText::of)),
        receiver("grafana", request -> notify(request, GrafanaText::of)),
        receiver("json", this::template));
  }

  private static Route receiver(String name, Route.Handler handler) {
    return Route.post("/api/v1/receivers/" + name, Scope.SEND, Route.Body.JSON, handler);
  }

  private Reply notify(Request request, Function<ObjectNode, String> text)
      throws IOException, InterruptedException {
    Query query = new Query(request);
    Optional<String> to = query.text("to");
    query.finish();
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.putIfAbsent(KEY, keyOf(to.orElse(""), request.body()));
    return send(to, text.apply(request.body()), headers);
  }

  private Reply template(Request request) throws IOException, InterruptedException {
    Query query = new Query(request);
    Optional<String> to = query.text("to");
    Optional<String> template = template(query);
    if (query.text("template").isEmpty()) {
      query.wrong("template", "is required, such as {{repository.name}}: {{status}}");
    }
    query.finish();
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    // Senders that follow Standard Webhooks name each event, also when they repeat it.
    request.header("webhook-id").ifPresent(id -> headers.putIfAbsent(KEY, id));
    return send(to, TemplateText.of(template.orElseThrow(), request.body()), headers);
  }

  /** The template in an address, if there is one. */
  static Optional<String> template(Query query) {
    return query.parsed(
        "template",
        text ->
            text.isBlank() || text.length() > LONGEST_TEMPLATE
                ? Optional.empty()
                : Optional.of(text),
        "must have 1 to " + LONGEST_TEMPLATE + " characters");
  }

  private Reply send(Optional<String> to, String text, Map<String, String> headers)
      throws IOException, InterruptedException {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    to.ifPresent(chat -> message.put("to", chat));
    message.put("type", "text").put("text", text).put("queue", true);
    return sending.sendMessage(
        new Request(Map.of(), Map.of("wait", List.of("none")), headers, message));
  }

  private String keyOf(String to, ObjectNode notification) {
    long span = clock.millis() / REPEATED_WITHIN.toMillis();
    String said = to + "\n" + Json.text(notification);
    return "receiver-" + span + "-" + digest(said);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
