package dev.kubezap.pod.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The management port's paths. */
public final class ManagementRoutes {
  private final Health health;
  private final Supplier<String> metrics;
  private final String metricsType;
  private final Executor workers;

  /**
   * @param metrics may wait for the database
   */
  public ManagementRoutes(
      Health health, Supplier<String> metrics, String metricsType, Executor workers) {
    this.health = health;
    this.metrics = metrics;
    this.metricsType = metricsType;
    this.workers = workers;
  }

  /** Adds the paths to the management port. */
  public void mount(Router router) {
    router.get("/healthz/live").handler(context -> answer(context, health.notLive()));
    router.get("/healthz/ready").handler(context -> answer(context, health.notReady()));
    router.get("/healthz/started").handler(context -> answer(context, health.notStarted()));
    router.get("/metrics").handler(this::metrics);
  }

  private static void answer(RoutingContext context, Optional<String> problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", problem.isEmpty() ? "UP" : "DOWN");
    problem.ifPresent(what -> json.put("reason", what));
    context
        .response()
        .setStatusCode(problem.isEmpty() ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(json.toString());
  }

  private void metrics(RoutingContext context) {
    var eventLoop = context.vertx().getOrCreateContext();
    workers.execute(
        () -> {
          String text = metrics.get();
          eventLoop.runOnContext(
              ignored -> context.response().putHeader("Content-Type", metricsType).end(text));
        });
  }
}
