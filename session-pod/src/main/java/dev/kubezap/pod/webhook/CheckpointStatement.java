package dev.kubezap.pod.webhook;

import dev.kubezap.pod.ownership.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a checkpoint: the position, and what has become of rows. */
final class CheckpointStatement {
  private static final String SQL =
      """
      with owned as (select 1 from kubezap.lease where session_id = ? and epoch = ?),
      gone as (
        delete from kubezap.webhook_delivery t
         using (select ?::bigint as session_id, ?::text as webhook, s as sequence from unnest(?::bigint[]) s offset 0) k
         where t.session_id = any (array[k.session_id]) and t.webhook = k.webhook and t.sequence = k.sequence
           and exists (select 1 from owned)),
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

  private CheckpointStatement() {}

  /** Writes it in one statement; false when the session has another owner. */
  static boolean execute(Connection open, OwnedWebhook webhook, Checkpoint checkpoint)
      throws SQLException {
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
    try (PreparedStatement statement = open.prepareStatement(SQL)) {
      Parameters p = new Parameters(statement);
      p.number(webhook.sessionId()).number(webhook.epoch());
      p.number(webhook.sessionId()).text(webhook.name());
      p.array("bigint", finished.toArray(Long[]::new));
      p.number(webhook.sessionId()).text(webhook.name());
      bindRows(p, rows, states);
      p.number(checkpoint.position()).text(text(checkpoint.failingSince()));
      p.number(webhook.sessionId()).text(webhook.name());
      return statement.executeUpdate() == 1;
    }
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

  private static @Nullable String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(null);
  }
}
