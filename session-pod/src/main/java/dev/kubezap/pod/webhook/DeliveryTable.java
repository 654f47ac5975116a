package dev.kubezap.pod.webhook;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a webhook has come. What an owner writes has no effect once another epoch has begun. */
final class DeliveryTable {
  private static final String OPEN =
      """
      insert into kubezap.webhook (session_id, name, position)
      select ?, ?, least(?, coalesce((select max(sequence) from kubezap.outbox where session_id = ?), 0))
      on conflict (session_id, name) do nothing
      """;

  private static final String LOAD =
      "select position, failing_since from kubezap.webhook where session_id = ? and name = ?";

  private static final String WAITING =
      """
      select sequence, subject, attempts, next_at, first_attempt_at, last_attempt_at, last_status, last_error
        from kubezap.webhook_delivery where session_id = ? and webhook = ? and state = ? order by sequence limit ?
      """;

  private static final String CHECKPOINT =
      """
      with owned as (select 1 from kubezap.lease where session_id = ? and epoch = ?),
      gone as (
        delete from kubezap.webhook_delivery
         where session_id = ? and webhook = ? and sequence = any (?::bigint[]) and exists (select 1 from owned)),
      written as (
        insert into kubezap.webhook_delivery (session_id, webhook, sequence, subject, state, attempts, next_at,
            first_attempt_at, last_attempt_at, last_status, last_error)
        select ?, ?, d.* from unnest(?::bigint[], ?::text[], ?::text[], ?::integer[], ?::timestamptz[],
            ?::timestamptz[], ?::timestamptz[], ?::integer[], ?::text[]) d, owned
        on conflict (session_id, webhook, sequence) do update set state = excluded.state,
            attempts = excluded.attempts, next_at = excluded.next_at, first_attempt_at = excluded.first_attempt_at,
            last_attempt_at = excluded.last_attempt_at, last_status = excluded.last_status,
            last_error = excluded.last_error)
      update kubezap.webhook set position = ?, failing_since = ?::timestamptz
       where session_id = ? and name = ? and exists (select 1 from owned)
      """;

  private static final String GIVE_UP =
      """
      with bound as (
        select w.position, max(o.sequence) as last from kubezap.webhook w
          join kubezap.outbox o on o.session_id = w.session_id and o.sequence > w.position and o.at < ?::timestamptz
         where w.session_id = ? and w.name = ?
           and exists (select 1 from kubezap.lease where session_id = ? and epoch = ?)
         group by w.position),
      rows as (
        insert into kubezap.webhook_delivery (session_id, webhook, sequence, subject, state, attempts)
        select o.session_id, ?, o.sequence, o.subject, 'dead', 0 from bound b
          join kubezap.outbox o on o.session_id = ? and o.sequence > b.position and o.sequence <= b.last
         where cardinality(?::text[]) = 0 or o.type = any (?::text[])
        on conflict (session_id, webhook, sequence) do nothing returning 1),
      moved as (
        update kubezap.webhook w set position = b.last from bound b where w.session_id = ? and w.name = ?),
      untried as (
        select d.sequence from kubezap.webhook_delivery d
          join kubezap.outbox o on o.session_id = d.session_id and o.sequence = d.sequence and o.at < ?::timestamptz
         where d.session_id = ? and d.webhook = ? and d.state = 'waiting' and d.attempts = 0
           and exists (select 1 from kubezap.lease where session_id = ? and epoch = ?)
         order by d.sequence limit 10000),
      waiting as (
        update kubezap.webhook_delivery d set state = 'dead' from untried u
         where d.session_id = ? and d.webhook = ? and d.sequence = u.sequence returning 1)
      select (select count(*) from rows) + (select count(*) from waiting)
      """;

  private static final String REPLAY =
      """
      insert into kubezap.webhook_delivery (session_id, webhook, sequence, subject, state, attempts)
      select o.session_id, w.name, o.sequence, o.subject, 'waiting', 0
        from kubezap.outbox o join kubezap.webhook w on w.session_id = o.session_id and w.name = ?
       where o.session_id = ? and o.sequence <= w.position
      """;

  private static final String REPLAYED =
      """
       on conflict (session_id, webhook, sequence) do update set state = 'waiting', attempts = 0, next_at = null,
          first_attempt_at = null where webhook_delivery.state = 'dead'
      """;

  /** What is stored of a webhook. */
  record Stored(long position, Optional<Instant> failingSince, WaitingRows waiting) {}

  private final ReadConnection connection;
  private final long sessionId;
  private final long epoch;
  private final String webhook;

  DeliveryTable(ReadConnection connection, long sessionId, long epoch, String webhook) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.epoch = epoch;
    this.webhook = webhook;
  }

  /**
   * Makes the webhook known when it is new.
   *
   * @param after the sequence after which a new one begins, if there are events behind it; else the
   *     next event
   */
  void open(long after) throws SQLException {
    update(OPEN, p -> p.number(sessionId).text(webhook).number(after).number(sessionId));
  }

  /**
   * What is stored.
   *
   * @param ofChat rows of each chat
   * @param limit rows altogether
   */
  Stored load(int ofChat, int limit) throws SQLException {
    WaitingRows waiting = waiting(List.of(), ofChat, limit);
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(LOAD)) {
            new Parameters(statement).number(sessionId).text(webhook);
            try (ResultSet row = statement.executeQuery()) {
              if (!row.next()) {
                throw new SQLException("webhook " + webhook + " has no row");
              }
              return new Stored(row.getLong(1), instant(row, 2), waiting);
            }
          }
        });
  }

  /** The first rows that wait of each of these chats, or of all when there are none. */
  WaitingRows waiting(List<String> chats, int ofChat, int limit) throws SQLException {
    return connection.use(open -> WaitingRows.read(open, sessionId, webhook, chats, ofChat, limit));
  }

  /** The rows in a state, oldest first. */
  List<Delivery> deliveries(String state, int limit) throws SQLException {
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(WAITING)) {
            new Parameters(statement).number(sessionId).text(webhook).text(state).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
              List<Delivery> deliveries = new ArrayList<>();
              while (rows.next()) {
                deliveries.add(read(rows));
              }
              return deliveries;
            }
          }
        });
  }

  /** Writes a checkpoint in one statement; false when the session has another owner. */
  boolean write(Checkpoint checkpoint) throws SQLException {
    List<Delivery> rows = new ArrayList<>(checkpoint.rows());
    rows.addAll(checkpoint.dead());
    int waiting = checkpoint.rows().size();
    String[] states = new String[rows.size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = i < waiting ? "waiting" : "dead";
    }
    // A row that was given up is written, not deleted.
    List<Long> finished = new ArrayList<>(checkpoint.finished());
    checkpoint.dead().forEach(dead -> finished.remove(dead.sequence()));
    return update(
            CHECKPOINT,
            p -> {
              p.number(sessionId).number(epoch).number(sessionId).text(webhook);
              p.array("bigint", finished.toArray(Long[]::new)).number(sessionId).text(webhook);
              bindRows(p, rows, states);
              p.number(checkpoint.position())
                  .text(text(checkpoint.failingSince()))
                  .number(sessionId)
                  .text(webhook);
            })
        == 1;
  }

  private static void bindRows(Parameters p, List<Delivery> rows, String[] states)
      throws SQLException {
    int count = rows.size();
    String[][] texts = new String[5][count];
    Integer[] statuses = new Integer[count];
    for (int i = 0; i < count; i++) {
      Delivery row = rows.get(i);
      texts[0][i] = row.subject().orElse(null);
      texts[1][i] = text(row.nextAt());
      texts[2][i] = text(row.firstAttemptAt());
      texts[3][i] = text(row.lastAttemptAt());
      texts[4][i] = row.lastError().orElse(null);
      statuses[i] = row.lastStatus().orElse(null);
    }
    p.array("bigint", rows.stream().map(Delivery::sequence).toArray(Long[]::new))
        .array("text", texts[0])
        .array("text", states)
        .array("integer", rows.stream().map(Delivery::attempts).toArray(Integer[]::new))
        .array("text", texts[1])
        .array("text", texts[2])
        .array("text", texts[3])
        .array("integer", statuses)
        .array("text", texts[4]);
  }

  /**
   * Gives up every event before a time that was never tried, those with rows a part at a time;
   * answers how many.
   */
  long giveUpBefore(Instant time, String[] types) throws SQLException {
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(GIVE_UP)) {
            new Parameters(statement)
                .text(time.toString())
                .number(sessionId)
                .text(webhook)
                .number(sessionId)
                .number(epoch)
                .text(webhook)
                .number(sessionId)
                .array("text", types)
                .array("text", types)
                .number(sessionId)
                .text(webhook)
                .text(time.toString())
                .number(sessionId)
                .text(webhook)
                .number(sessionId)
                .number(epoch)
                .number(sessionId)
                .text(webhook);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /** Has events with these ids delivered again; answers how many. */
  int replay(List<String> ids) throws SQLException {
    return update(
        REPLAY + " and o.id::text = any (?::text[])" + REPLAYED,
        p -> p.text(webhook).number(sessionId).array("text", ids.toArray(String[]::new)));
  }

  /** Has the events of a time delivered again, of some types or of all; answers how many. */
  int replay(Instant from, Instant to, String[] types) throws SQLException {
    return update(
        REPLAY
            + " and o.at >= ?::timestamptz and o.at < ?::timestamptz"
            + " and (cardinality(?::text[]) = 0 or o.type = any (?::text[]))"
            + REPLAYED,
        p ->
            p.text(webhook)
                .number(sessionId)
                .text(from.toString())
                .text(to.toString())
                .array("text", types)
                .array("text", types));
  }

  private int update(String sql, Parameters.Binder binder) throws SQLException {
    return connection.use(open -> update(open, sql, binder));
  }

  private static int update(Connection open, String sql, Parameters.Binder binder)
      throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(sql)) {
      binder.bind(new Parameters(statement));
      return statement.executeUpdate();
    }
  }

  static Delivery read(ResultSet row) throws SQLException {
    int status = row.getInt(7);
    Optional<Integer> lastStatus = row.wasNull() ? Optional.empty() : Optional.of(status);
    return new Delivery(
        row.getLong(1),
        Optional.ofNullable(row.getString(2)),
        row.getInt(3),
        instant(row, 4),
        instant(row, 5),
        instant(row, 6),
        lastStatus,
        Optional.ofNullable(row.getString(8)));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static @Nullable String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(null);
  }
}
