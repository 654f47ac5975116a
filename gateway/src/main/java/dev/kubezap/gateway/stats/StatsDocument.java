package dev.kubezap.gateway.stats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Sums over sessions.
 *
 * @param generatedAt when they were made, RFC 3339
 * @param messages what is stored
 * @param chats how many chats are stored
 * @param unread how many messages nobody has read
 * @param queue what waits to be sent, and what failed
 * @param latest the last ten messages, each with its session
 * @param missing sessions that are in {@code sessions} alone: those that are stopped, or do not
 *     answer
 */
public record StatsDocument(
    String generatedAt,
    Sessions sessions,
    Messages messages,
    long chats,
    long unread,
    Queue queue,
    List<JsonNode> latest,
    List<String> missing) {

  /** Copies what it is given. */
  public StatsDocument {
    latest = List.copyOf(latest);
    missing = List.copyOf(missing);
  }

  /**
   * How sessions stand.
   *
   * @param byPhase how many are in each phase that there is one in
   */
  public record Sessions(long total, long connected, long suspended, Map<String, Long> byPhase) {}

  /** How many messages there are. */
  public record Messages(
      long total, long in, long out, long failed, LastDay last24h, Map<String, Long> byStatus) {}

  /** How many messages there are of the last 24 hours. */
  public record LastDay(long total, long in, long out, long failed) {}

  /** What waits to be sent, and what failed. */
  public record Queue(long queued, long failed) {}
}
