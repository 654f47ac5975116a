package dev.kubezap.pod.webhook;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.store.WholeKey;
import dev.kubezap.whatsapp.store.RecordKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;

/**
 * Deletes what a session no longer needs, a little at a time: events that are old and delivered
 * everywhere, what retry receipts are answered from, marks, idempotency keys, and read receipts
 * that no server takes.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class);

  /** How long events are kept, and longer where a webhook still waits for them. */
  static final Duration EVENTS = Duration.ofDays(7);

  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int BATCH = 2_000;

  private static final String DELETE_EVENTS =
      """
      delete from kubezap.outbox t using (
        select o.session_id, o.sequence from kubezap.outbox o
         where o.session_id = ? and o.at < clock_timestamp() - ? * interval '1 hour'
           and o.sequence <= all (select position from kubezap.webhook where session_id = ? and name = any (?::text[]))
           and not exists (select from unnest(?::text[]) name cross join lateral (
                select from kubezap.webhook_delivery
                 where session_id = o.session_id and webhook = name and sequence = o.sequence and state = 'waiting'
                offset 0) d offset 0)
         order by o.sequence limit ?) k
       where %s and t.sequence = k.sequence
      """
          .formatted(WholeKey.SAME_SESSION);

  private static final String DELETE_DELIVERIES =
      """
      delete from kubezap.webhook_delivery d where d.session_id = ? and not exists (
        select from kubezap.outbox o where o.session_id = d.session_id and o.sequence = d.sequence offset 0)
      """;

  private static final String DELETE_OUTGOING =
      """
      delete from kubezap.outgoing t using (
        select o.session_id, o.message_id from kubezap.outgoing o
         where o.session_id = ? and o.accepted_at < clock_timestamp() - interval '30 days'
           and not exists (select from kubezap.queue
                where session_id = o.session_id and message_id = o.message_id offset 0)
           and not exists (select from kubezap.prepared
                where session_id = o.session_id and message_id = o.message_id offset 0)
         limit ?) k
       where %s and t.message_id = k.message_id
      """
          .formatted(WholeKey.SAME_SESSION);

  private static final String DELETE_RECORDS =
      """
      delete from kubezap.state t using (
        select session_id, kind, name from kubezap.state
         where session_id = ? and kind = ? and changed_at < clock_timestamp() - ? * interval '1 day' limit ?) k
       where %s and t.kind = k.kind and t.name = k.name
      """
          .formatted(WholeKey.SAME_SESSION);

  private final ReadConnection connection;
  private final long sessionId;
  private final DoubleSupplier jitter;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile List<String> webhooks;

  Housekeeping(
      ReadConnection connection, long sessionId, List<String> webhooks, DoubleSupplier jitter) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.webhooks = webhooks;
    this.jitter = jitter;
  }

  void start() {
    Thread.ofVirtual().name("housekeeping").start(this::run);
  }

  /** Keeps events for these webhooks from now on. */
  void keepFor(List<String> names) {
    webhooks = names;
  }

  private void run() {
    Duration pause = FIRST;
    try {
      while (!closed.await(
          (long) (pause.toMillis() * (0.5 + jitter.getAsDouble())), TimeUnit.MILLISECONDS)) {
        pause = EVERY;
        try {
          clean();
        } catch (SQLException e) {
          // Whatever is left is found the next time.
          pause = FIRST;
        } catch (RuntimeException e) {
          LOG.error("What is not needed any more could not be deleted", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes everything that is due; answers how many rows. */
  long clean() throws SQLException {
    String[] names = webhooks.toArray(String[]::new);
    long deleted =
        repeat(
            DELETE_EVENTS,
            p ->
                p.number(sessionId)
                    .number(EVENTS.toHours())
                    .number(sessionId)
                    .array("text", names)
                    .array("text", names)
                    .number(BATCH));
    deleted += update(DELETE_DELIVERIES, p -> p.number(sessionId));
    deleted += repeat(DELETE_OUTGOING, p -> p.number(sessionId).number(BATCH));
    for (RecordKind kind : RecordKind.values()) {
      OptionalInt days = kind.retention().days();
      if (days.isPresent()) {
        deleted +=
            repeat(
                DELETE_RECORDS,
                p -> p.number(sessionId).text(kind.text()).number(days.getAsInt()).number(BATCH));
      }
    }
    return deleted;
  }

  private long repeat(String sql, Parameters.Binder binder) throws SQLException {
    long deleted = 0;
    int last = BATCH;
    while (last == BATCH && closed.getCount() > 0) {
      last = update(sql, binder);
      deleted += last;
    }
    return deleted;
  }

  private int update(String sql, Parameters.Binder binder) throws SQLException {
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(sql)) {
            binder.bind(new Parameters(statement));
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
