package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.log.KeptLog;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /session/log}: what this session has logged, without a way to its process. */
public final class LogRoutes {
  private static final int USUAL = 50;
  private static final int MOST = 200;

  /** What is asked for: lines that are at least as grave. */
  private enum Level {
    ERROR,
    WARN,
    INFO
  }

  private final KeptLog log;

  public LogRoutes(KeptLog log) {
    this.log = log;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(Route.get("/api/v1/session/log", Scope.MANAGE, this::lines));
  }

  private Reply lines(Request request) throws IOException {
    Query query = new Query(request);
    Level level = query.constant("level", Level.class).orElse(Level.INFO);
    Optional<Instant> before = query.time("before");
    int limit = query.number("limit", 1, MOST).map(Long::intValue).orElse(USUAL);
    query.finish();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    log.newest(atLeast(level), before, limit).forEach(items::add);
    return Reply.json(200, json);
  }

  private static Set<String> atLeast(Level level) {
    return EnumSet.range(Level.ERROR, level).stream().map(Level::name).collect(Collectors.toSet());
  }
}
