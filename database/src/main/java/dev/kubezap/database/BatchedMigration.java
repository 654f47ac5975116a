package dev.kubezap.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes a table's rows some at a time, each time in a transaction of its own that also stores how
 * far it came: whoever goes on, after whatever ended this one, changes no row again and leaves none
 * out. Rows that come later, before the place that was reached, are not visited; the migration
 * before sees to it that they are as they should be when they come.
 */
final class BatchedMigration {
  private static final String EXPECTED =
      """
      insert into kubezap.migration_place (version, done, expected)
      select ?, 0, greatest(0, reltuples)::bigint from pg_class where oid = ?::regclass
      on conflict do nothing
      """;

  private static final String PLACE =
      "select place, done, expected, ended from kubezap.migration_place where version = ? for update";

  private static final String MOVE =
      "update kubezap.migration_place set place = ?, done = done + ?, ended = ? where version = ?";

  private final Connection connection;
  private final String version;
  private final MigrationScript.Batches script;
  private final MigrationProgress progress;
  private final Duration patience;
  private BatchSize size = BatchSize.FIRST;

  /**
   * One that is not begun here, whatever was done of it before.
   *
   * @param connection of its own
   * @param version its number, under which its place is stored
   * @param patience how long one batch is tried again while others are in its way
   */
  BatchedMigration(
      Connection connection,
      String version,
      MigrationScript.Batches script,
      MigrationProgress progress,
      Duration patience) {
    this.connection = connection;
    this.version = version;
    this.script = script;
    this.progress = progress;
    this.patience = patience;
  }

  /** How far it came; the key is empty at the beginning. */
  private record Place(List<String> key, long done, long expected, boolean ended) {}

  /** Goes on to the last row. */
  void run() throws SQLException {
    PrimaryKey key = PrimaryKey.of(connection, script.table());
    try (PreparedStatement statement = connection.prepareStatement(EXPECTED)) {
      statement.setString(1, version);
      statement.setString(2, key.table());
      statement.executeUpdate();
    }
    connection.setAutoCommit(false);
    try {
      while (!batch(key)) {
        // The next one.
      }
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Whether it was the last one. */
  private boolean batch(PrimaryKey key) throws SQLException {
    long begin = System.nanoTime();
    var last = new boolean[1];
    new Patience(progress, patience)
        .with(
            attempt -> {
              if (attempt > 0) {
                size = size.smaller();
              }
              last[0] = attempt(key);
            });
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    size = size.after(took);
    if (!last[0]) {
      // Half of the time belongs to those who write.
      Patience.rest(took);
    }
    return last[0];
  }

  private boolean attempt(PrimaryKey key) throws SQLException {
    try {
      try (Statement statement = connection.createStatement()) {
        // Shorter than a deadlock is waited for: it is the migration that gives way, not who
        // writes.
        statement.execute("set local lock_timeout = " + Patience.LOCK.toMillis());
        statement.execute("set local statement_timeout = " + Patience.STATEMENT.toMillis());
        // The planner knows little of the keys and might read the whole table for each batch.
        statement.execute("set local enable_seqscan = off");
        statement.execute("set local enable_sort = off");
      }
      Place place = place();
      if (!place.ended()) {
        List<String> end = lastOfNext(key, place.key());
        int changed = change(key, place.key(), end);
        int rows = end.isEmpty() ? changed : size.rows();
        move(end.isEmpty() ? place.key() : end, rows, end.isEmpty());
        connection.commit();
        progress.advanced(place.done() + rows, place.expected());
        return end.isEmpty();
      }
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  private Place place() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PLACE)) {
      statement.setString(1, version);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Array array = row.getArray(1);
        List<String> key = array == null ? List.of() : List.of((String[]) array.getArray());
        return new Place(key, row.getLong(2), row.getLong(3), row.getBoolean(4));
      }
    }
  }

  /** Empty when fewer are left than a batch has. */
  private List<String> lastOfNext(PrimaryKey key, List<String> after) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(key.lastOfNext(!after.isEmpty()))) {
      int next = bind(statement, 1, after);
      statement.setInt(next, size.rows() - 1);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? key.read(row) : List.of();
      }
    }
  }

  private int change(PrimaryKey key, List<String> after, List<String> upTo) throws SQLException {
    String condition = key.between(!after.isEmpty(), !upTo.isEmpty());
    try (PreparedStatement statement =
        connection.prepareStatement(script.statement().replace(MigrationScript.BATCH, condition))) {
      bind(statement, bind(statement, 1, after), upTo);
      return statement.executeUpdate();
    }
  }

  private static int bind(PreparedStatement statement, int first, List<String> key)
      throws SQLException {
    int next = first;
    for (String value : key) {
      statement.setString(next++, value);
    }
    return next;
  }

  private void move(List<String> key, int rows, boolean ended) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
      statement.setArray(1, connection.createArrayOf("text", new ArrayList<>(key).toArray()));
      statement.setInt(2, rows);
      statement.setBoolean(3, ended);
      statement.setString(4, version);
      statement.executeUpdate();
    }
  }
}
