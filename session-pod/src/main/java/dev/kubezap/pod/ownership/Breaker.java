package dev.kubezap.pod.ownership;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The rows by which connecting to WhatsApp is held back for all sessions at once, but for those
 * that a row names to try first. Without one in force it is allowed.
 */
public final class Breaker {
  private static final String IN_FORCE =
      """
      select reason, until from kubezap.breaker
        where until > clock_timestamp() and ? <> all (probes)
        order by until desc limit 1
      """;

  private final ReadConnection connection;
  private final long sessionId;

  public Breaker(ReadConnection connection, long sessionId) {
    this.connection = connection;
    this.sessionId = sessionId;
  }

  /**
   * Connecting is held back.
   *
   * @param reason why, in the words of whoever wrote it
   * @param until by the database's clock
   */
  public record Held(String reason, Instant until) {}

  /** The row that is in force the longest. */
  public Optional<Held> held() throws SQLException {
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(IN_FORCE)) {
            statement.setLong(1, sessionId);
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Held(
                          row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                  : Optional.empty();
            }
          }
        });
  }
}
