package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.ownership.ReadConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * How many deliveries of events to webhooks are outstanding: those not looked at yet, and those
 * that wait for another attempt.
 */
final class OutboxLag {
  private static final Logger LOG = Logger.getLogger(OutboxLag.class);
  private static final String COUNT =
      """
      select (select count(*) from kubezap.webhook w join kubezap.outbox o
                on o.session_id = w.session_id and o.sequence > w.position where w.session_id = ?)
           + (select count(*) from kubezap.webhook_delivery d where d.session_id = ? and d.state = 'waiting')
      """;

  private final ReadConnection connection;
  private final long sessionId;

  OutboxLag(ReadConnection connection, long sessionId) {
    this.connection = connection;
    this.sessionId = sessionId;
  }

  /** The number now; empty when the database does not answer. */
  OptionalLong count() {
    try {
      return OptionalLong.of(
          connection.use(
              open -> {
                try (PreparedStatement statement = open.prepareStatement(COUNT)) {
                  statement.setLong(1, sessionId);
                  statement.setLong(2, sessionId);
                  try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                  }
                }
              }));
    } catch (SQLException e) {
      LOG.debugf("The outbox's lag is not known: SQLSTATE %s", e.getSQLState());
      return OptionalLong.empty();
    }
  }
}
