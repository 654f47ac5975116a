package dev.kubezap.pod.webhook;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.store.WholeKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How far a webhook has come. What an owner writes has no effect once another epoch has begun. */
final class DeliveryTable {
  private static final String OPEN =
      """
      insert into kubezap.webhook (session_id, name, position)
      select ?, ?, least(?, coalesce(
             (select sequence from kubezap.outbox where session_id = ? order by sequence desc limit 1), 0))
      on conflict (session_id, name) do nothing
      """;

  private static final String LOAD =
      "select position, failing_since from kubezap.webhook where session_id = ? and name = ?";

  private static final String LISTED =
      """
      select d.sequence, d.subject, d.attempts, d.next_at, d.first_attempt_at, d.last_attempt_at, d.last_status,
             d.last_error, o.id, o.type
        from (select * from kubezap.webhook_delivery
               where session_id = ? and webhook = ? and state = ? and sequence > ? order by sequence limit ?) d
        left join lateral (select id, type from kubezap.outbox
              where session_id = d.session_id and sequence = d.sequence offset 0) o on true
       order by d.sequence
      """;

  /** Fenced as what the owner writes; -1 when the session has another owner. */
  private static final String DISCARD =
      """
      with owned as (select 1 from kubezap.lease where session_id = ? and epoch = ?),
      dead as (
        select session_id, webhook, sequence from kubezap.webhook_delivery
         where session_id = ? and webhook = ? and state = 'dead' and exists (select from owned)
           and (cardinality(?::bigint[]) = 0 or sequence = any (?::bigint[])) offset 0),
      gone as (
        delete from kubezap.webhook_delivery t using dead k
         where %s and t.webhook = k.webhook and t.sequence = k.sequence returning 1)
      select case when exists (select from owned) then (select count(*) from gone) else -1 end
      """
          .formatted(WholeKey.SAME_SESSION);

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
  private final OwnedWebhook owned;
  private final long sessionId;
  private final String webhook;

  DeliveryTable(ReadConnection connection, long sessionId, long epoch, String webhook) {
    this.connection = connection;
    this.owned = new OwnedWebhook(sessionId, epoch, webhook);
    this.sessionId = sessionId;
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

  /** The rows in a state behind a sequence, oldest first, with the events that they are about. */
  List<ListedDelivery> deliveries(String state, long after, int limit) throws SQLException {
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(LISTED)) {
            new Parameters(statement)
                .number(sessionId)
                .text(webhook)
                .text(state)
                .number(after)
                .number(limit);
            try (ResultSet rows = statement.executeQuery()) {
              List<ListedDelivery> deliveries = new ArrayList<>();
              while (rows.next()) {
                deliveries.add(
                    new ListedDelivery(
                        read(rows),
                        Optional.ofNullable(rows.getString(9)),
                        Optional.ofNullable(rows.getString(10))));
              }
              return deliveries;
            }
          }
        });
  }

  /**
   * Forgets what was given up; answers how much it was, nothing when the session has another owner.
   *
   * @param sequences which of it; all when there are none
   */
  OptionalInt discard(List<Long> sequences) throws SQLException {
    Object[] which = sequences.toArray();
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(DISCARD)) {
            new Parameters(statement)
                .number(sessionId)
                .number(owned.epoch())
                .number(sessionId)
                .text(webhook)
                .array("bigint", which)
                .array("bigint", which);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              int count = row.getInt(1);
              return count < 0 ? OptionalInt.empty() : OptionalInt.of(count);
            }
          }
        });
  }

  /** Writes a checkpoint in one statement; false when the session has another owner. */
  boolean write(Checkpoint checkpoint) throws SQLException {
    return connection.use(open -> CheckpointStatement.execute(open, owned, checkpoint));
  }

  /**
   * Gives up every event before a time that was never tried, those with rows a part at a time;
   * answers how many.
   */
  long giveUpBefore(Instant time, String[] types) throws SQLException {
    return connection.use(open -> GivingUpStatement.execute(open, owned, time, types));
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
}
