package dev.kubezap.pod.webhook;

import dev.kubezap.pod.ownership.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that wait, as far as they are held: the first of each chat, so that one with many takes
 * the place of no other.
 *
 * @param deliveries those that are held
 * @param more chats that have further rows
 * @param everyChat whether at least one row of every chat is held
 */
record WaitingRows(List<Delivery> deliveries, Set<String> more, boolean everyChat) {
  private static final String FIRST_OF_EACH =
      """
      select sequence, subject, attempts, next_at, first_attempt_at, last_attempt_at, last_status, last_error,
             place, rows_of_chat
        from (select d.*, row_number() over (partition by coalesce(subject, '') order by sequence) as place,
                     count(*) over (partition by coalesce(subject, '')) as rows_of_chat
                from kubezap.webhook_delivery d
               where session_id = ? and webhook = ? and state = 'waiting'
                 and (cardinality(?::text[]) = 0 or coalesce(subject, '') = any (?::text[]))) ranked
       where place <= ? order by place, sequence limit ?
      """;

  WaitingRows {
    deliveries = List.copyOf(deliveries);
    more = Set.copyOf(more);
  }

  /** All that there are. */
  static WaitingRows all(List<Delivery> deliveries) {
    return new WaitingRows(deliveries, Set.of(), true);
  }

  /**
   * Reads them.
   *
   * @param chats of these alone, or of all when there are none
   * @param ofChat how many of each
   * @param limit how many altogether; the first of each chat come first
   */
  static WaitingRows read(
      Connection open, long sessionId, String webhook, List<String> chats, int ofChat, int limit)
      throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(FIRST_OF_EACH)) {
      String[] names = chats.toArray(String[]::new);
      new Parameters(statement)
          .number(sessionId)
          .text(webhook)
          .array("text", names)
          .array("text", names)
          .number(ofChat)
          .number(limit);
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows, limit);
      }
    }
  }

  private static WaitingRows read(ResultSet rows, int limit) throws SQLException {
    List<Delivery> deliveries = new ArrayList<>();
    Map<String, Long> unread = new HashMap<>();
    long place = 0;
    while (rows.next()) {
      Delivery delivery = DeliveryTable.read(rows);
      deliveries.add(delivery);
      place = rows.getLong(9);
      unread.put(delivery.chat(), rows.getLong(10) - place);
    }
    Set<String> more = new HashSet<>();
    unread.forEach(
        (chat, count) -> {
          if (count > 0) {
            more.add(chat);
          }
        });
    // Those behind the first of a chat come only when the first of all others are there.
    return new WaitingRows(deliveries, more, deliveries.size() < limit || place > 1);
  }
}
