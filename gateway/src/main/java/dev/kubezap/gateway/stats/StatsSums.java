package dev.kubezap.gateway.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.session.SessionDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up. */
final class StatsSums {

  private static final int LATEST = 10;
  private static final Comparator<JsonNode> NEWEST =
      Comparator.comparing((JsonNode message) -> message.path("timestamp").asText()).reversed();

  private final Instant now;
  private final Map<String, Long> byPhase = new TreeMap<>();
  private final Map<String, Long> byStatus = new TreeMap<>();
  private final Map<String, Long> sums = new TreeMap<>();
  private final List<JsonNode> latest = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private long suspended;

  StatsSums(Instant now) {
    this.now = now;
  }

  /** How a session stands. */
  void session(WhatsAppSession session) {
    byPhase.merge(SessionDocument.phaseOf(session), 1L, Long::sum);
    if (session.getSpec().suspend()) {
      suspended++;
    }
  }

  /** What a session's pod told. A pod whose database is away leaves fields out. */
  void told(SessionId session, JsonNode stats) {
    if (!stats.has("messages")) {
      missing(session);
      return;
    }
    for (String path :
        List.of(
            "/messages/total",
            "/messages/in",
            "/messages/out",
            "/messages/failed",
            "/messages/last24h/total",
            "/messages/last24h/in",
            "/messages/last24h/out",
            "/messages/last24h/failed",
            "/chats",
            "/unread",
            "/queue/queued",
            "/queue/failed")) {
      sums.merge(path, stats.at(path).asLong(), Long::sum);
    }
    stats
        .at("/messages/byStatus")
        .properties()
        .forEach(one -> byStatus.merge(one.getKey(), one.getValue().asLong(), Long::sum));
    for (JsonNode message : stats.path("latest")) {
      if (message instanceof ObjectNode object) {
        latest.add(object.put("session", session.toString()));
      }
    }
    latest.sort(NEWEST);
    latest.subList(Math.min(LATEST, latest.size()), latest.size()).clear();
  }

  /** A session's pod did not tell. */
  void missing(SessionId session) {
    missing.add(session.toString());
  }

  StatsDocument document() {
    return new StatsDocument(
        now.toString(),
        new StatsDocument.Sessions(
            byPhase.values().stream().mapToLong(Long::longValue).sum(),
            byPhase.getOrDefault("Connected", 0L),
            suspended,
            byPhase),
        new StatsDocument.Messages(
            sum("/messages/total"),
            sum("/messages/in"),
            sum("/messages/out"),
            sum("/messages/failed"),
            new StatsDocument.LastDay(
                sum("/messages/last24h/total"),
                sum("/messages/last24h/in"),
                sum("/messages/last24h/out"),
                sum("/messages/last24h/failed")),
            byStatus),
        sum("/chats"),
        sum("/unread"),
        new StatsDocument.Queue(sum("/queue/queued"), sum("/queue/failed")),
        latest,
        missing.stream().sorted().toList());
  }

  private long sum(String path) {
    return sums.getOrDefault(path, 0L);
  }
}
