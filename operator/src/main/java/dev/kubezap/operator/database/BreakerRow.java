package dev.kubezap.operator.database;

import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.desired.SessionNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The operator's row of the breaker, beside the rows that people write, each of which counts. */
final class BreakerRow {

  private static final String READ =
      """
      select reason, until from kubezap.breaker where scope = 'operator' and until > clock_timestamp()
      """;

  /** Sessions of other databases have no number in this one. */
  private static final String NUMBERS =
      """
      coalesce((
        select array_agg(s.session_id order by s.session_id)
          from kubezap.session s
          join unnest(?, ?) as wanted (namespace, name) using (namespace, name)), '{}')
      """;

  private static final String WRITE =
      """
      insert into kubezap.breaker (scope, reason, until, probes) values ('operator', ?, ?, %s)
      on conflict (scope) do update
        set reason = excluded.reason, until = excluded.until, probes = excluded.probes
      """
          .formatted(NUMBERS);

  private static final String CHANGE =
      """
      update kubezap.breaker set reason = ?, until = ?, probes = %s where scope = 'operator'
      """
          .formatted(NUMBERS);

  private BreakerRow() {}

  /** Who may try is forgotten: whoever reads it chooses anew. */
  static Optional<Hold.Row> read(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(
              new Hold.Row(
                  row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant(), Set.of()))
          : Optional.empty();
    }
  }

  static boolean write(Connection connection, Hold.Row row) throws SQLException {
    return execute(connection, WRITE, row);
  }

  /** Answers whether there is one. */
  static boolean change(Connection connection, Hold.Row row) throws SQLException {
    return execute(connection, CHANGE, row);
  }

  static int delete(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("delete from kubezap.breaker where scope = 'operator'")) {
      return statement.executeUpdate();
    }
  }

  private static boolean execute(Connection connection, String sql, Hold.Row row)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, row.reason());
      statement.setObject(2, row.until().atOffset(ZoneOffset.UTC));
      statement.setArray(3, texts(connection, row.probes(), SessionNames::namespace));
      statement.setArray(4, texts(connection, row.probes(), SessionNames::session));
      return statement.executeUpdate() > 0;
    }
  }

  private static java.sql.Array texts(
      Connection connection, Collection<SessionNames> names, Function<SessionNames, String> part)
      throws SQLException {
    return connection.createArrayOf("text", names.stream().map(part).toArray());
  }
}
