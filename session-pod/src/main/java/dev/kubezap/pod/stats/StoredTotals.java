package dev.kubezap.pod.stats;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.model.MessageStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * How many messages and chats are stored. Counting reads every row of the session, so what was
 * counted serves everybody who asks within some seconds.
 */
public final class StoredTotals {
  private static final Logger LOG = Logger.getLogger(StoredTotals.class);
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final String MESSAGES =
      """
      select from_me, status, count(*), count(*) filter (where sent_at >= now() - interval '24 hours')
        from kubezap.message where session_id = ? and type <> 'purged' group by from_me, status
      """;
  private static final String DELAYED =
      "select count(*) from kubezap.state where session_id = ? and kind = 'delayed-send'";
  private static final String CHATS =
      "select count(*), coalesce(sum(unread), 0) from kubezap.chat where session_id = ?";

  private final ReadConnection connection;
  private final long sessionId;
  private final LongSupplier nanos;
  private volatile Optional<Counted> last = Optional.empty();

  private record Counted(ObjectNode document, long at) {}

  /**
   * Of one session.
   *
   * @param nanos monotonic clock in nanoseconds
   */
  public StoredTotals(ReadConnection connection, long sessionId, LongSupplier nanos) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.nanos = nanos;
  }

  /**
   * The fields {@code messages}, {@code chats}, {@code unread} and {@code queue}; empty when the
   * database does not answer, or cannot count in time.
   */
  public Optional<ObjectNode> document() {
    Optional<Counted> kept =
        last.filter(counted -> nanos.getAsLong() - counted.at() < KEPT.toNanos());
    if (kept.isPresent()) {
      return Optional.of(kept.get().document().deepCopy());
    }
    try {
      ObjectNode document = connection.use(this::count);
      last = Optional.of(new Counted(document, nanos.getAsLong()));
      return Optional.of(document.deepCopy());
    } catch (SQLException e) {
      LOG.debugf("What is stored cannot be counted now: SQLSTATE %s", e.getSQLState());
      return Optional.empty();
    }
  }

  private ObjectNode count(Connection open) throws SQLException {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    messages(open, document);
    try (PreparedStatement statement = open.prepareStatement(DELAYED)) {
      statement.setLong(1, sessionId);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        delayed(document, rows.getLong(1));
      }
    }
    try (PreparedStatement statement = open.prepareStatement(CHATS)) {
      statement.setLong(1, sessionId);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        document.put("chats", rows.getLong(1));
        document.put("unread", rows.getLong(2));
      }
    }
    return document;
  }

  /** What waits for its time is not counted among what waits for its turn. */
  private static void delayed(ObjectNode document, long count) {
    ObjectNode queue = document.withObject("/queue");
    queue.put("queued", Math.max(0, queue.path("queued").asLong() - count)).put("delayed", count);
  }

  private void messages(Connection open, ObjectNode document) throws SQLException {
    var all = new Sum();
    var lastDay = new Sum();
    var byStatus = new TreeMap<String, Long>();
    try (PreparedStatement statement = open.prepareStatement(MESSAGES)) {
      statement.setLong(1, sessionId);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          boolean out = rows.getBoolean(1);
          String status = rows.getString(2);
          all.add(out, status, rows.getLong(3));
          lastDay.add(out, status, rows.getLong(4));
          byStatus.merge(status.toLowerCase(Locale.ROOT), rows.getLong(3), Long::sum);
        }
      }
    }
    ObjectNode messages = document.putObject("messages");
    all.write(messages);
    lastDay.write(messages.putObject("last24h"));
    ObjectNode statuses = messages.putObject("byStatus");
    byStatus.forEach(statuses::put);
    document
        .putObject("queue")
        .put(
            "queued",
            byStatus.getOrDefault(text(MessageStatus.QUEUED), 0L)
                + byStatus.getOrDefault(text(MessageStatus.PREPARED), 0L))
        .put("failed", byStatus.getOrDefault(text(MessageStatus.FAILED), 0L));
  }

  private static String text(MessageStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /** What rows add up to. */
  private static final class Sum {
    private long in;
    private long out;
    private long failed;

    void add(boolean isOut, String status, long count) {
      if (isOut) {
        out += count;
      } else {
        in += count;
      }
      if (status.equals(MessageStatus.FAILED.name())) {
        failed += count;
      }
    }

    void write(ObjectNode json) {
      json.put("total", in + out).put("in", in).put("out", out).put("failed", failed);
    }
  }
}
