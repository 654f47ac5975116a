package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The statements on a session's lease row. Every time in it is by the database's clock. */
final class LeaseTable {
  /** Judges what was found, as {@link Continuation} does. */
  @FunctionalInterface
  interface Judge {
    Optional<String> judge(Grant found, CommitScope acquiring);
  }

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String ACQUIRE =
      """
      insert into kubezap.lease as l (session_id, epoch, token, commit_no, holder, expires_at, released,
          event_sequence, previous_epoch, previous_commit_no, previous_released)
      select s.session_id, g.epoch, ?, 1, ?, clock_timestamp() + ? * interval '1 millisecond', false,
             g.epoch << %1$d, 0, 0, false
        from kubezap.session s, (select cast(? as bigint) + 1 as epoch) g
       where s.session_id = ?
      on conflict (session_id) do update
         set epoch = greatest(l.epoch + 1, excluded.epoch),
             token = excluded.token,
             commit_no = l.commit_no + 1,
             holder = excluded.holder,
             expires_at = clock_timestamp() + ? * interval '1 millisecond',
             released = false,
             event_sequence = greatest(l.epoch + 1, excluded.epoch) << %1$d,
             previous_epoch = l.epoch,
             previous_commit_no = l.commit_no,
             previous_released = l.released
       where l.released or l.expires_at <= clock_timestamp() or l.holder = excluded.holder
      returning epoch, commit_no, event_sequence, previous_epoch, previous_commit_no, previous_released
      """
          .formatted(Grant.SEQUENCE_BITS);

  private static final String SEEN =
      """
      select l.holder, (extract(epoch from
               greatest(t.now, least(coalesce(l.expires_at, t.now), t.now + interval '1 day')) - t.now) * 1000)::bigint
        from kubezap.session s left join kubezap.lease l using (session_id), (select clock_timestamp() as now) t
       where s.session_id = ?
      """;

  private static final String RENEW =
      """
      begin; set local synchronous_commit = off;
      update kubezap.lease set expires_at = clock_timestamp() + ? * interval '1 millisecond'
       where session_id = ? and token = ? and commit_no = ?;
      commit
      """;

  private static final String RELEASE =
      """
      update kubezap.lease set released = true, expires_at = '-infinity', commit_no = commit_no + 1
       where session_id = ? and token = ? and commit_no = ?
      """;

  private static final String HIDDEN = "select kubezap.hidden_tables(?)";

  private static final String TERMINATE =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
       where usename = current_user and datname = current_database()
         and application_name = ? and pid <> pg_backend_pid()
      """;

  private final long sessionId;
  private final String holder;
  private final LeaseTerms terms;

  LeaseTable(long sessionId, String holder, LeaseTerms terms) {
    this.sessionId = sessionId;
    this.holder = holder;
    this.terms = terms;
  }

  /** The name of the connection that commits; what is left of an earlier one is found by it. */
  String applicationName() {
    return "kubezap-commit-" + Long.toHexString(sessionId);
  }

  /**
   * Tries once. State must be read by later statements.
   *
   * @param token fresh random token
   * @param atLeast the highest epoch that is known from elsewhere; ours will be above
   * @param judge asked before the acquisition is committed
   */
  Acquisition acquire(
      Connection connection, UUID token, long atLeast, LongSupplier nanos, Judge judge)
      throws SQLException {
    Optional<String> hidden = hidden(connection);
    if (hidden.isPresent()) {
      return new Acquisition.RowsHidden(hidden.get());
    }
    Acquisition seen = seen(connection);
    if (isNotOurs(seen)) {
      // To look takes no lock: a commit of the owner that takes its time is not disturbed.
      return seen;
    }
    try {
      return tryOnce(connection, token, atLeast, nanos, judge);
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
    }
    AcquiringTransaction.abandon(connection);
    // A transaction of the session's earlier connection still holds the row: it waits for a
    // standby, or for the rest of a commit from a process that stands still.
    try (PreparedStatement statement = connection.prepareStatement(TERMINATE)) {
      statement.setString(1, applicationName());
      statement.execute();
    }
    return tryOnce(connection, token, atLeast, nanos, judge);
  }

  private boolean isNotOurs(Acquisition seen) {
    return switch (seen) {
      case Acquisition.HeldBy held -> held.left().isPositive() && !held.holder().equals(holder);
      case Acquisition.NoSuchSession _, Acquisition.RowsHidden _ -> true;
      case Acquisition.Acquired _ -> false;
    };
  }

  /**
   * The tables in which this role is shown no rows of the session, be there some or not. Without
   * this, a policy that is missing would look like state that is not there.
   */
  Optional<String> hidden(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HIDDEN)) {
      statement.setLong(1, sessionId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** A transaction that was not committed ends with its connection. */
  private Acquisition tryOnce(
      Connection connection, UUID token, long atLeast, LongSupplier nanos, Judge judge)
      throws SQLException {
    AcquiringTransaction.begin(connection);
    long sentAt = nanos.getAsLong();
    long timeToLive = terms.timeToLive().toMillis();
    try (PreparedStatement statement = connection.prepareStatement(ACQUIRE)) {
      new Parameters(statement)
          .object(token)
          .text(holder)
          .number(timeToLive)
          .number(atLeast)
          .number(sessionId)
          .number(timeToLive);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          Grant grant = granted(connection, row, token);
          AcquiringTransaction acquiring = new AcquiringTransaction(connection, grant.sequence());
          Optional<String> restored = judge.judge(grant, acquiring);
          acquiring.finish();
          return new Acquisition.Acquired(grant, sentAt, restored);
        }
      }
    }
    AcquiringTransaction.abandon(connection);
    return seen(connection);
  }

  private static Grant granted(Connection connection, ResultSet row, UUID token)
      throws SQLException {
    Cluster cluster = Cluster.read(connection);
    return new Grant(
        row.getLong(1),
        token,
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getBoolean(6),
        cluster.systemIdentifier(),
        cluster.timeline());
  }

  private Acquisition seen(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
      statement.setLong(1, sessionId);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return new Acquisition.NoSuchSession();
        }
        String other = row.getString(1);
        long left = Math.clamp(row.getLong(2), 0L, terms.timeToLive().toMillis());
        return new Acquisition.HeldBy(other == null ? "" : other, Duration.ofMillis(left));
      }
    }
  }

  /** Binds the fence of a commit that leaves the row at {@code sequence}. */
  Parameters.Binder fence(UUID token, long commitNo, long sequence) {
    return parameters ->
        parameters
            .number(sessionId)
            .object(token)
            .number(commitNo)
            .number(terms.timeToLive().toMillis())
            .number(sequence);
  }

  /** Extends the lease without waiting for a disk; false when it is not ours at this commit. */
  boolean renew(Connection connection, UUID token, long commitNo) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
      new Parameters(statement)
          .number(terms.timeToLive().toMillis())
          .number(sessionId)
          .object(token)
          .number(commitNo);
      statement.execute();
      // The answers are those of begin, set, update, commit; only the update counts rows.
      for (int i = 0; i < 2; i++) {
        statement.getMoreResults();
      }
      return statement.getUpdateCount() == 1;
    }
  }

  /** Gives the lease back; false when it is not ours at this commit. */
  boolean release(Connection connection, UUID token, long commitNo) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
      new Parameters(statement).number(sessionId).object(token).number(commitNo);
      return statement.executeUpdate() == 1;
    }
  }
}
