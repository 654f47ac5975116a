package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stored chats for the API. Every method may wait for the database and throws {@link
 * StoreUnavailableException} when it does not answer.
 */
public final class ChatQueries {
  private static final String CHATS =
      "select " + ChatCodec.COLUMNS + " from kubezap.chat where session_id = ?";

  /** What is longer is no preview, and two hundred of them would not fit into memory. */
  private static final int LONGEST = 1 << 14;

  /** Of each chat the newest under each of its names, and of these the newest. */
  private static final String LAST_MESSAGES =
      """
      select m.*, w.chat from unnest(?::text[]) w (chat) cross join lateral (
        select p.* from (select w.chat n union
              select name from kubezap.chat_merge g where g.chat = w.chat and g.session_id + 0 = ?) names
          cross join lateral (
            select %s from kubezap.message where %s and %s = w.chat and message.chat = n
                and chat_key = hashtextextended(n, ?) and octet_length(sealed) <= %d
                and type <> 'purged'
             order by sent_at desc, id desc limit 1 offset 0) p
         order by sent_at desc, id desc limit 1 offset 0) m
      """
          .formatted(MessageCodec.SELECTED, WholeKey.OF_SESSION, MessageCodec.CHAT, LONGEST);

  private static final int CHAT = 11;

  private final ReadRows rows;
  private final long sessionId;
  private final ChatCodec chats;
  private final MessageCodec messages;

  /** For one session. */
  public ChatQueries(ReadConnection connection, long sessionId, RecordCipher keys) {
    this.rows = new ReadRows(connection);
    this.sessionId = sessionId;
    RowCipher cipher = new RowCipher(keys, sessionId);
    this.chats = new ChatCodec(cipher);
    this.messages = new MessageCodec(cipher);
  }

  /**
   * Chats by their newest message.
   *
   * @param skip how many of the first are left out
   * @param limit how many at most, from 1
   * @param cursor where the slice before ended
   * @throws BadCursorException when the cursor is not one of a list of chats
   */
  public Slice<Chat> chats(ChatQuery query, int skip, int limit, Optional<String> cursor) {
    Conditions where = where(query);
    Cursor.decode(cursor)
        .ifPresent(
            last ->
                where.and(
                    "(last_message_at, id) < (?::timestamptz, ?)",
                    p -> p.text(last.at().toString()).text(Texts.storable(last.id()))));
    var found =
        rows.of(
            where.sql("last_message_at desc, id desc", limit + 1, skip), where::bind, chats::read);
    return Slice.of(
        found.stream().limit(limit).toList(),
        found.size() > limit,
        chat -> new Cursor(chat.lastMessageAt(), chat.id().toString()));
  }

  /** How many chats a query lets through. */
  public long count(ChatQuery query) {
    Conditions where = where(query);
    return rows.of(where.count(), where::bind, row -> row.getLong(1)).getFirst();
  }

  private Conditions where(ChatQuery query) {
    Conditions where = new Conditions(CHATS, sessionId);
    query
        .unread()
        .ifPresent(
            unread ->
                where.and(
                    "(unread > 0 or marked_unread) = ?", parameters -> parameters.object(unread)));
    query.archived().ifPresent(on -> where.and("archived = ?", p -> p.object(on)));
    query.pinned().ifPresent(on -> where.and("(pinned_at is not null) = ?", p -> p.object(on)));
    where.and("not (deleted and last_message_at <= cleared_at)", _ -> {});
    query
        .kind()
        .map(ChatQuery.Kind::pattern)
        .ifPresent(
            pattern -> {
              if (pattern.isPresent()) {
                where.and("id like ?", parameters -> parameters.text(pattern.get()));
              } else {
                where.and(
                    "id not like all (?::text[])",
                    parameters -> parameters.array("text", ChatQuery.Kind.PATTERNS));
              }
            });
    return where;
  }

  /** The chat with this id, in either form. */
  public Optional<Chat> chat(Jid id) {
    String text = Texts.storable(id.toString());
    Conditions where =
        new Conditions(CHATS, sessionId)
            .and("(id = ? or lid = ?)", parameters -> parameters.text(text).text(text));
    return rows.of(where.sql("lid is null", 1, 0), where::bind, chats::read).stream().findFirst();
  }

  /** The newest message of each of these chats; absent where none is stored, or only a long one. */
  public Map<Jid, StoredMessage> lastMessages(Collection<Jid> ids) {
    Map<Jid, StoredMessage> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    String[] names = ids.stream().map(Jid::toString).map(Texts::storable).toArray(String[]::new);
    rows.of(
            LAST_MESSAGES,
            parameters ->
                parameters
                    .array("text", names)
                    .number(sessionId)
                    .number(sessionId)
                    .number(sessionId),
            row -> Map.entry(Jid.of(row.getString(CHAT)), messages.read(row)))
        .forEach(one -> found.put(one.getKey(), one.getValue()));
    return found;
  }
}
