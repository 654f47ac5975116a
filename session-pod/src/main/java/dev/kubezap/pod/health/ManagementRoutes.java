package dev.kubezap.pod.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.server.Exchange;
import dev.kubezap.pod.server.HttpHandler;
import dev.kubezap.pod.server.RefusedRequestException;
import dev.kubezap.pod.server.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The management port's paths. */
public final class ManagementRoutes implements HttpHandler {
  private final Health health;
  private final Supplier<String> metrics;
  private final String metricsType;

  /**
   * @param metrics may wait for the database
   */
  public ManagementRoutes(Health health, Supplier<String> metrics, String metricsType) {
    this.health = health;
    this.metrics = metrics;
    this.metricsType = metricsType;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    exchange.respond(answer(exchange.method(), exchange.path()));
  }

  @Override
  public Response refusal(RefusedRequestException reason) {
    return empty(reason.status());
  }

  private Response answer(String method, String path) {
    if (!method.equals("GET")) {
      return new Response(405, Map.of("Allow", "GET"), new byte[0]);
    }
    return switch (path) {
      case "/healthz/live" -> state(health.notLive());
      case "/healthz/ready" -> state(health.notReady());
      case "/healthz/started" -> state(health.notStarted());
      case "/metrics" ->
          new Response(200, Map.of("Content-Type", metricsType), bytes(metrics.get()));
      default -> empty(404);
    };
  }

  private static Response state(Optional<String> problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", problem.isEmpty() ? "UP" : "DOWN");
    problem.ifPresent(what -> json.put("reason", what));
    return new Response(
        problem.isEmpty() ? 200 : 503,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        Json.bytes(json));
  }

  private static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
