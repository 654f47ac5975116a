package dev.kubezap.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The table of messages with many rows, and what a later version might do to it. */
public final class LargeTable {
  /** A column for all rows and an index on it, as five migrations. */
  public static final List<String> TRIAL =
      List.of(
          "db/trial/V901__sender_key_begun.sql",
          "db/trial/V902__sender_key_of_rows.sql",
          "db/trial/V903__sender_key_demanded.sql",
          "db/trial/V904__sender_key_found.sql",
          "db/trial/V905__sender_key_ended.sql");

  private LargeTable() {}

  /**
   * Registers a session and gives it messages of about the size of real ones.
   *
   * @param session its number, which is its name too
   */
  public static void fill(Connection connection, long session, int rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into kubezap.session (session_id, namespace, name) values (%d, 'shop', '%d')"
              .formatted(session, session));
      statement.execute(
          """
          insert into kubezap.message (session_id, id, stanza_id, chat, sender, sender_device, from_me, sent_at, type,
            status, sealed)
          select %d, gen_random_uuid(), 'M' || n, 'chat' || n %% 5000 || '@lid', 'sender' || n %% 7000 || '@lid', 0, false,
            timestamptz '2026-01-01' + n * interval '1 second', 'text', 'RECEIVED',
            decode(repeat('00112233445566778899aabbccddeeff', 10), 'hex')
          from generate_series(1, %d) n
          """
              .formatted(session, rows));
      statement.execute("analyze kubezap.message");
    }
  }
}
