package dev.kubezap.pod.webhook;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.store.WholeKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Gives up what is too old, of an endpoint that was away for all that time. */
final class GivingUpStatement {
  private static final String SQL =
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
        select d.session_id, d.webhook, d.sequence from kubezap.webhook_delivery d cross join lateral (
               select from kubezap.outbox where session_id = d.session_id and sequence = d.sequence
                  and at < ?::timestamptz offset 0) o
         where d.session_id = ? and d.webhook = ? and d.state = 'waiting' and d.attempts = 0
           and exists (select 1 from kubezap.lease where session_id = ? and epoch = ?)
         order by d.sequence limit 10000),
      waiting as (
        update kubezap.webhook_delivery t set state = 'dead' from untried k
         where %s and t.webhook = k.webhook and t.sequence = k.sequence returning 1)
      select (select count(*) from rows) + (select count(*) from waiting)
      """
          .formatted(WholeKey.SAME_SESSION);

  private GivingUpStatement() {}

  /**
   * Gives up every event before a time that was never tried, those with rows a part at a time;
   * answers how many.
   *
   * @param types those that the webhook wants; all when there are none
   */
  static long execute(Connection open, OwnedWebhook webhook, Instant time, String[] types)
      throws SQLException {
    long session = webhook.sessionId();
    String name = webhook.name();
    try (PreparedStatement statement = open.prepareStatement(SQL)) {
      new Parameters(statement)
          .text(time.toString())
          .number(session)
          .text(name)
          .number(session)
          .number(webhook.epoch())
          .text(name)
          .number(session)
          .array("text", types)
          .array("text", types)
          .number(session)
          .text(name)
          .text(time.toString())
          .number(session)
          .text(name)
          .number(session)
          .number(webhook.epoch());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
