package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Stored messages and chats for the API, newest first. Every method may wait for the database and
 * throws {@link StoreUnavailableException} when it does not answer.
 */
public final class MessageQueries {
  private static final String MESSAGES =
      "select " + MessageCodec.SELECTED + " from kubezap.message where session_id = ?";

  /** For conditions that an index serves which does not begin with the session. */
  private static final String MESSAGES_BY_OTHER =
      "select " + MessageCodec.SELECTED + " from kubezap.message where " + WholeKey.OF_SESSION;

  /** The names under which messages of a chat are stored: its own, and those merged into it. */
  private static final String NAMES_OF_CHAT =
      "(select ?::text union select name from kubezap.chat_merge"
          + " where chat = ? and "
          + WholeKey.OF_SESSION
          + ") names (n)";

  /** {@code offset 0} makes every name a lookup of its own. */
  private static final String ADDITIONS =
      "select n, s.value from unnest(?::bytea[]) n cross join lateral (select value"
          + " from kubezap.state where session_id = ? and kind = ? and name = n offset 0) s";

  private static final int FITS = 11;

  private static final String CHATS =
      "select " + ChatCodec.COLUMNS + " from kubezap.chat where session_id = ?";

  private final ReadConnection connection;
  private final long sessionId;
  private final RowCipher cipher;
  private final MessageCodec messages;
  private final ChatCodec chats;

  /** For one session. */
  public MessageQueries(ReadConnection connection, long sessionId, RecordCipher keys) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.cipher = new RowCipher(keys, sessionId);
    this.messages = new MessageCodec(cipher);
    this.chats = new ChatCodec(cipher);
  }

  /** The message with this id of ours; empty also when it is no id. */
  public Optional<StoredMessage> message(String id) {
    return uuid(id)
        .flatMap(
            uuid ->
                rows(
                        new Conditions(MESSAGES, sessionId).and("id = ?", p -> p.object(uuid)),
                        "",
                        messages::read)
                    .stream()
                    .findFirst());
  }

  /** What was done to these messages, by their ids; those to which nothing was are absent. */
  public Map<String, MessageAdditions> additions(Collection<String> ids) {
    Map<String, MessageAdditions> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    byte[][] names =
        ids.stream().map(id -> id.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    Parameters.Binder binder =
        parameters -> parameters.array("bytea", names).number(sessionId).text(AdditionsKey.KIND);
    for (Map.Entry<String, MessageAdditions> one : rows(ADDITIONS, binder, this::additions)) {
      found.put(one.getKey(), one.getValue());
    }
    return found;
  }

  private Map.Entry<String, MessageAdditions> additions(ResultSet row) throws SQLException {
    AdditionsKey key = new AdditionsKey(new String(row.getBytes(1), StandardCharsets.UTF_8));
    byte[] stored = cipher.open(RecordStatements.table(key.kind()), key.name(), row.getBytes(2));
    return Map.entry(key.name(), key.decode(ByteString.copyFrom(stored)));
  }

  /**
   * Messages that a query lets through: of one chat by the time of sending, of all by the time of
   * storing.
   *
   * @param limit how many at most, from 1; fewer when they are long
   * @param cursor where the slice before ended
   * @throws BadCursorException when the cursor is not one of a list of messages
   */
  public Slice<StoredMessage> messages(MessageQuery query, int limit, Optional<String> cursor) {
    Optional<Cursor> after = Cursor.decode(cursor);
    if (after.isPresent() && after.flatMap(last -> uuid(last.id())).isEmpty()) {
      throw new BadCursorException();
    }
    boolean ofChat = query.chat().isPresent();
    boolean ofStanza = query.stanzaId().isPresent();
    Conditions where = new Conditions(ofChat || ofStanza ? MESSAGES_BY_OTHER : MESSAGES, sessionId);
    query
        .chat()
        .map(chat -> chat(chat).map(Chat::id).orElse(chat))
        .map(chat -> Texts.storable(chat.toString()))
        .ifPresent(
            chat -> {
              where.and(MessageCodec.CHAT + " = ?", p -> p.text(chat));
              if (!ofStanza) {
                where
                    .and("chat = n and chat_key = hashtextextended(n, ?)", p -> p.number(sessionId))
                    .each(NAMES_OF_CHAT, p -> p.text(chat).text(chat).number(sessionId));
              }
            });
    query.fromMe().ifPresent(fromMe -> where.and("from_me = ?", p -> p.object(fromMe)));
    query.type().ifPresent(type -> where.and("type = ?", p -> p.text(Texts.storable(type))));
    query.status().ifPresent(status -> where.and("status = ?", p -> p.text(status.name())));
    query
        .sender()
        .ifPresent(
            sender -> where.and("sender = ?", p -> p.text(Texts.storable(sender.toString()))));
    query.from().ifPresent(from -> where.and("sent_at >= ?::timestamptz", time(from)));
    query.to().ifPresent(to -> where.and("sent_at < ?::timestamptz", time(to)));
    query
        .stanzaId()
        .map(Texts::storable)
        .ifPresent(
            stanza ->
                where.and(
                    "stanza_id = ? and stanza_key = hashtextextended(?, ?)",
                    p -> p.text(stanza).text(stanza).number(sessionId)));
    after.ifPresent(
        last -> {
          if (ofChat) {
            where.and(
                "(sent_at, id) < (?::timestamptz, ?::uuid)",
                p -> p.text(last.at().toString()).text(last.id()));
          } else {
            where.and("id < ?::uuid", p -> p.text(last.id()));
          }
        });
    return page(where, ofChat ? "sent_at desc, id desc" : "id desc", limit);
  }

  /** One row more shows whether there is a next page; so does one that is too long for this one. */
  private Slice<StoredMessage> page(Conditions where, String order, int limit) {
    String chosen = where.sql(order, limit + 1);
    List<Optional<StoredMessage>> found =
        rows(
            PageBytes.bounded(MessageCodec.COLUMNS, chosen, order),
            where,
            row -> row.getBoolean(FITS) ? Optional.of(messages.read(row)) : Optional.empty());
    List<StoredMessage> items = found.stream().limit(limit).flatMap(Optional::stream).toList();
    return slice(
        items,
        found.size() > items.size(),
        message -> new Cursor(message.timestamp(), message.id()));
  }

  /**
   * Chats by their newest message.
   *
   * @throws BadCursorException when the cursor is not one of a list of chats
   */
  public Slice<Chat> chats(int limit, Optional<String> cursor) {
    Conditions where = new Conditions(CHATS, sessionId);
    Cursor.decode(cursor)
        .ifPresent(
            last ->
                where.and(
                    "(last_message_at, id) < (?::timestamptz, ?)",
                    p -> p.text(last.at().toString()).text(Texts.storable(last.id()))));
    List<Chat> found =
        rows(where, " order by last_message_at desc, id desc limit " + (limit + 1), chats::read);
    return slice(
        found.stream().limit(limit).toList(),
        found.size() > limit,
        chat -> new Cursor(chat.lastMessageAt(), chat.id().toString()));
  }

  /** The chat with this id, in either form. */
  public Optional<Chat> chat(Jid id) {
    String text = Texts.storable(id.toString());
    return rows(
            new Conditions(CHATS, sessionId)
                .and("(id = ? or lid = ?)", p -> p.text(text).text(text)),
            " order by lid is null limit 1",
            chats::read)
        .stream()
        .findFirst();
  }

  private <T> List<T> rows(Conditions where, String order, RowReader<T> reader) {
    return rows(where.sql() + order, where, reader);
  }

  private <T> List<T> rows(String sql, Conditions where, RowReader<T> reader) {
    return rows(sql, where::bind, reader);
  }

  private <T> List<T> rows(String sql, Parameters.Binder binder, RowReader<T> reader) {
    try {
      return connection.use(open -> Rows.read(open, sql, binder, reader));
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }

  private static <T> Slice<T> slice(List<T> items, boolean more, Function<T, Cursor> cursor) {
    return new Slice<>(
        items, more ? Optional.of(cursor.apply(items.getLast()).encode()) : Optional.empty());
  }

  private static Parameters.Binder time(Instant instant) {
    return parameters -> parameters.text(instant.toString());
  }

  private static Optional<UUID> uuid(String text) {
    try {
      // Java takes shorter and longer groups of digits, too, which PostgreSQL does not.
      return Optional.of(UUID.fromString(text))
          .filter(uuid -> uuid.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A condition that grows, with the parameters that it takes. */
  private static final class Conditions {
    private final StringBuilder sql;
    private final List<Parameters.Binder> binders = new ArrayList<>();
    private Optional<String> names = Optional.empty();

    Conditions(String select, long sessionId) {
      sql = new StringBuilder(select);
      binders.add(parameters -> parameters.number(sessionId));
    }

    Conditions and(String condition, Parameters.Binder binder) {
      sql.append(" and ").append(condition);
      binders.add(binder);
      return this;
    }

    /** Asks once for each of these names, which the conditions know as n. */
    void each(String source, Parameters.Binder binder) {
      names = Optional.of(source);
      binders.addFirst(binder);
    }

    String sql() {
      return sql.toString();
    }

    /** The first rows in an order. */
    String sql(String order, int limit) {
      String first = " order by " + order + " limit " + limit;
      return names
          .map(
              source ->
                  "select p.* from "
                      + source
                      + " cross join lateral ("
                      + sql
                      + first
                      + " offset 0) p"
                      + first)
          .orElseGet(() -> sql + first);
    }

    void bind(Parameters parameters) throws SQLException {
      for (Parameters.Binder binder : binders) {
        binder.bind(parameters);
      }
    }
  }
}
