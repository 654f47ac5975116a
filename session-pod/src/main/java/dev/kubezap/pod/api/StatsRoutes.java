package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import java.util.List;
import java.util.function.Supplier;

/** {@code /session/stats}: what this process has counted since it began. */
public final class StatsRoutes {
  private final Supplier<ObjectNode> stats;

  /**
   * @param stats makes the document; may wait for the database
   */
  public StatsRoutes(Supplier<ObjectNode> stats) {
    this.stats = stats;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(Route.get("/api/v1/session/stats", Scope.READ, this::read));
  }

  private Reply read(Request request) {
    new Query(request).finish();
    return Reply.json(200, stats.get());
  }
}
