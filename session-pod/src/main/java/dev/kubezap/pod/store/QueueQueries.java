package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What waits to be sent, for the API, in the order of acceptance. Every method may wait for the
 * database and throws {@link StoreUnavailableException} when it does not answer.
 */
public final class QueueQueries {
  private static final String COLUMNS =
      MessageCodec.COLUMNS + ", entry, entry_chat, accepted_at, plan, early";

  private static final String PAGE =
      """
      select m.*, q.message_id entry, q.chat entry_chat, o.accepted_at,
            case when octet_length(o.sealed) <= 4096 then o.sealed end plan, q.early
        from (select message_id, chat, early
                from (select message_id, chat, false early from kubezap.queue where session_id = ?
                      union all
                      select substr(convert_from(name, 'UTF8'), 17)::uuid, null, true
                        from kubezap.state where session_id = ? and kind = 'delayed-send') w
               where message_id > ?::uuid order by message_id limit ?) q
        left join lateral (select accepted_at, sealed from kubezap.outgoing
               where session_id = ? and message_id = q.message_id offset 0) o on true
        left join lateral (select %s from kubezap.message
               where session_id = ? and id = q.message_id offset 0) m on true
      """
          .formatted(MessageCodec.SELECTED);

  private static final String FIRST = "00000000-0000-0000-0000-000000000000";
  private static final int ID = 1;
  private static final int CHAT = 3;
  private static final int ENTRY = 11;
  private static final int ENTRY_CHAT = 12;
  private static final int ACCEPTED_AT = 13;
  private static final int PLAN = 14;
  private static final int EARLY = 15;
  private static final int FITS = 16;

  private final ReadRows rows;
  private final long sessionId;
  private final MessageCodec messages;
  private final OutgoingCodec outgoing;

  /** For one session. */
  public QueueQueries(ReadConnection connection, long sessionId, RecordCipher keys) {
    this.rows = new ReadRows(connection);
    this.sessionId = sessionId;
    RowCipher cipher = new RowCipher(keys, sessionId);
    this.messages = new MessageCodec(cipher);
    this.outgoing = new OutgoingCodec(cipher);
  }

  /**
   * Something that waits.
   *
   * @param id under which it can be taken back
   * @param chat by whose order it goes; empty when that cannot be told
   * @param message empty when it changes a message
   * @param sendAt until when it waits whatever else is sent; empty when it waits for its turn
   * @param expiresAt when it is not sent any more
   */
  public record Queued(
      String id,
      Optional<Jid> chat,
      Optional<Instant> acceptedAt,
      Optional<StoredMessage> message,
      Optional<Instant> sendAt,
      Optional<Instant> expiresAt) {}

  /**
   * A page of it.
   *
   * @param limit how many at most, from 1; fewer when they are long
   * @param cursor where the page before ended
   * @throws BadCursorException when the cursor is not one of this list
   */
  public Slice<Queued> page(int limit, Optional<String> cursor) {
    String after =
        Cursor.decode(cursor)
            .map(last -> MessageQueries.uuid(last.id()).orElseThrow(BadCursorException::new))
            .map(Object::toString)
            .orElse(FIRST);
    List<Optional<Queued>> found =
        rows.of(
            PageBytes.bounded(COLUMNS, PAGE, "entry"),
            parameters ->
                parameters
                    .number(sessionId)
                    .number(sessionId)
                    .text(after)
                    .number(limit + 1)
                    .number(sessionId)
                    .number(sessionId),
            row -> row.getBoolean(FITS) ? Optional.of(queued(row)) : Optional.empty());
    List<Queued> items = found.stream().limit(limit).flatMap(Optional::stream).toList();
    return Slice.of(
        items,
        found.size() > items.size(),
        queued -> new Cursor(queued.acceptedAt().orElse(Instant.EPOCH), queued.id()));
  }

  private Queued queued(ResultSet row) throws SQLException {
    String chat = row.getString(ENTRY_CHAT);
    byte[] sealed = row.getBytes(PLAN);
    SendPlan plan = sealed == null ? SendPlan.AT_ONCE : outgoing.plan(row.getString(ENTRY), sealed);
    return new Queued(
        row.getString(ENTRY),
        // Null in rows of an earlier version: their message tells the chat.
        Optional.ofNullable(chat == null ? row.getString(CHAT) : chat).map(Jid::of),
        Optional.ofNullable(row.getObject(ACCEPTED_AT, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getString(ID) == null ? Optional.empty() : Optional.of(messages.read(row)),
        row.getBoolean(EARLY) ? plan.notBefore() : Optional.empty(),
        plan.notAfter());
  }
}
