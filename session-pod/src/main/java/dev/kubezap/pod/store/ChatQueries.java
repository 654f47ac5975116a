package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.appstate.LabelKey;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** What is left of a label that was deleted does not count. */
  private static final String LABELLED =
      "labels @> array[?]::text[] and exists (select from kubezap.state l where l.session_id ="
          + " chat.session_id and l.kind = 'label' and l.name = ?)";

  private static final String LABELS =
      "select name from kubezap.state where session_id = ? and kind = ?";

  private static final int CHAT = 11;

  private static final int COMPARED_AT_ONCE = 500;

  /** Some tenths of a second; of accounts with more chats the next page goes on. */
  private static final int MOST_COMPARED = 10_000;

  /** {@code offset 0} makes every name a lookup of its own. */
  private static final String GROUPS =
      "select n, s.value from unnest(?::bytea[]) n cross join lateral (select value"
          + " from kubezap.state where session_id = ? and kind = ? and name = n offset 0) s";

  private static final String TIMES =
      "select n, c.last_message_at from unnest(?::text[]) n cross join lateral (select"
          + " last_message_at from kubezap.chat where session_id = ? and id = n offset 0) c";

  private final ReadRows rows;
  private final long sessionId;
  private final RowCipher cipher;
  private final ChatCodec chats;
  private final MessageCodec messages;

  /** For one session. */
  public ChatQueries(ReadConnection connection, long sessionId, RecordCipher keys) {
    this.rows = new ReadRows(connection);
    this.sessionId = sessionId;
    cipher = new RowCipher(keys, sessionId);
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
    return query.text().isEmpty()
        ? page(query, skip, limit, cursor)
        : compared(query, skip, limit, cursor);
  }

  /** Looks at each chat; a slice may be shorter than the limit while the list goes on. */
  private Slice<Chat> compared(ChatQuery query, int skip, int limit, Optional<String> cursor) {
    List<Chat> found = new ArrayList<>();
    Optional<String> next = cursor;
    int looked = 0;
    do {
      Slice<Chat> page = page(query, 0, COMPARED_AT_ONCE, next);
      for (Chat chat : page.items()) {
        if (query.hasText(chat)) {
          if (found.size() == skip + limit) {
            return Slice.of(found.subList(skip, found.size()), true, ChatQueries::cursor);
          }
          found.add(chat);
        }
      }
      looked += page.items().size();
      next = page.nextCursor();
    } while (next.isPresent() && looked < MOST_COMPARED);
    return new Slice<>(found.subList(Math.min(skip, found.size()), found.size()), next);
  }

  private static Cursor cursor(Chat chat) {
    return new Cursor(chat.lastMessageAt(), chat.id().toString());
  }

  private Slice<Chat> page(ChatQuery query, int skip, int limit, Optional<String> cursor) {
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
        found.stream().limit(limit).toList(), found.size() > limit, ChatQueries::cursor);
  }

  /** The ids of the labels there are; that of one which was deleted may still be on a chat. */
  public Set<String> labels() {
    return Set.copyOf(
        rows.of(
            LABELS,
            parameters -> parameters.number(sessionId).text(LabelKey.KIND),
            row -> new String(row.getBytes(1), StandardCharsets.UTF_8)));
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
    query
        .before()
        .ifPresent(at -> where.and("last_message_at < ?::timestamptz", p -> p.text(at.toString())));
    query
        .after()
        .ifPresent(at -> where.and("last_message_at > ?::timestamptz", p -> p.text(at.toString())));
    query
        .label()
        .ifPresent(
            id ->
                where.and(
                    LABELLED,
                    p -> p.text(Texts.storable(id)).bytes(id.getBytes(StandardCharsets.UTF_8))));
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

  /** When something came or went in each of these chats last; absent where nothing did. */
  public Map<Jid, Instant> lastMessageTimes(Collection<Jid> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    String[] names = ids.stream().map(Jid::toString).map(Texts::storable).toArray(String[]::new);
    Map<Jid, Instant> times = new HashMap<>();
    rows.of(
            TIMES,
            p -> p.array("text", names).number(sessionId),
            row ->
                Map.entry(
                    Jid.of(row.getString(1)), row.getObject(2, OffsetDateTime.class).toInstant()))
        .forEach(entry -> times.put(entry.getKey(), entry.getValue()));
    return times;
  }

  /** What is stored of these groups; absent where nothing is, or it cannot be read. */
  public Map<Jid, Group> groups(Collection<Jid> ids) {
    Map<Jid, Group> found = new HashMap<>();
    byte[][] names =
        ids.stream()
            .filter(Jid::isGroup)
            .map(id -> id.toString().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    if (names.length > 0) {
      rows.of(
              GROUPS,
              p -> p.array("bytea", names).number(sessionId).text(GroupKey.KIND),
              this::group)
          .forEach(group -> group.ifPresent(one -> found.put(one.id(), one)));
    }
    return found;
  }

  private Optional<Group> group(ResultSet row) throws SQLException {
    GroupKey key = new GroupKey(Jid.of(new String(row.getBytes(1), StandardCharsets.UTF_8)));
    try {
      byte[] stored = cipher.open(RecordStatements.table(key.kind()), key.name(), row.getBytes(2));
      return Optional.of(key.decode(ByteString.copyFrom(stored)));
    } catch (StoredStateException e) {
      // The service describes it again when the session needs it.
      return Optional.empty();
    }
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
