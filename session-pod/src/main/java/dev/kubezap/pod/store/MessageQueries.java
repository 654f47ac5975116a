package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.message.MessageReceiptsKey;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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

  private static final String TIMES =
      "select (select accepted_at from kubezap.outgoing where session_id = ? and message_id = m.id),"
          + " server_at, delivered_at, read_at, played_at"
          + " from kubezap.message m where session_id = ? and id = ?";

  private static final String BY_METADATA =
      "id = any (array(select message_id from kubezap.message_metadata"
          + " where session_id = ? and label = hashtextextended(?, ?)))";

  private final ReadRows rows;
  private final long sessionId;
  private final RowCipher cipher;
  private final MessageCodec messages;
  private final ChatQueries chats;

  /** For one session. */
  public MessageQueries(ReadConnection connection, long sessionId, RecordCipher keys) {
    this.rows = new ReadRows(connection);
    this.sessionId = sessionId;
    this.cipher = new RowCipher(keys, sessionId);
    this.messages = new MessageCodec(cipher);
    this.chats = new ChatQueries(connection, sessionId, keys);
  }

  /** The message with this id of ours; empty also when it is no id. */
  public Optional<StoredMessage> message(String id) {
    return uuid(id)
        .flatMap(
            uuid -> {
              Conditions where =
                  new Conditions(MESSAGES, sessionId).and("id = ?", p -> p.object(uuid));
              return rows.of(where.sql(), where::bind, messages::read).stream()
                  .filter(message -> !message.isPurged())
                  .findFirst();
            });
  }

  /** When a message got how far. */
  public MessageTimes times(String id) {
    return uuid(id).stream()
        .flatMap(
            uuid ->
                rows
                    .of(
                        TIMES,
                        p -> p.number(sessionId).number(sessionId).object(uuid),
                        MessageQueries::times)
                    .stream())
        .findFirst()
        .orElse(MessageTimes.NONE);
  }

  private static MessageTimes times(ResultSet row) throws SQLException {
    return new MessageTimes(time(row, 1), time(row, 2), time(row, 3), time(row, 4), time(row, 5));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
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
    for (Map.Entry<String, MessageAdditions> one : rows.of(ADDITIONS, binder, this::additions)) {
      found.put(one.getKey(), one.getValue());
    }
    return found;
  }

  /** Who of a group has this message of ours. */
  public MessageReceipts receipts(String id) {
    byte[][] names = {id.getBytes(StandardCharsets.UTF_8)};
    Parameters.Binder binder =
        parameters ->
            parameters.array("bytea", names).number(sessionId).text(MessageReceiptsKey.KIND);
    return rows.of(ADDITIONS, binder, this::receipts).stream()
        .findFirst()
        .orElse(MessageReceipts.NONE);
  }

  private MessageReceipts receipts(ResultSet row) throws SQLException {
    MessageReceiptsKey key =
        new MessageReceiptsKey(new String(row.getBytes(1), StandardCharsets.UTF_8));
    byte[] stored = cipher.open(RecordStatements.table(key.kind()), key.name(), row.getBytes(2));
    return key.decode(ByteString.copyFrom(stored));
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
    return messages(query, 0, limit, cursor);
  }

  /**
   * As {@link #messages(MessageQuery, int, Optional)}.
   *
   * @param skip how many of the first are left out
   */
  public Slice<StoredMessage> messages(
      MessageQuery query, int skip, int limit, Optional<String> cursor) {
    Optional<Cursor> after = Cursor.decode(cursor);
    if (after.isPresent() && after.flatMap(last -> uuid(last.id())).isEmpty()) {
      throw new BadCursorException();
    }
    boolean ofChat = query.chat().isPresent();
    Conditions where = where(query);
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
    return page(where, ofChat ? "sent_at desc, id desc" : "id desc", skip, limit);
  }

  /** The oldest message of a chat that somebody wrote; empty when none is stored. */
  public Optional<StoredMessage> oldest(Jid chat) {
    Conditions where = where(MessageQuery.ofChat(chat)).and("type <> 'system'", _ -> {});
    return page(where, "sent_at, id", 0, 1).items().stream().findFirst();
  }

  /** How many messages a query lets through. */
  public long count(MessageQuery query) {
    Conditions where = where(query);
    return rows.of(where.count(), where::bind, row -> row.getLong(1)).getFirst();
  }

  private Conditions where(MessageQuery query) {
    boolean ofStanza = query.stanzaId().isPresent();
    boolean byOther = query.chat().isPresent() || ofStanza;
    boolean ofMetadata = query.metadata().isPresent();
    Conditions where =
        new Conditions(byOther && !ofMetadata ? MESSAGES_BY_OTHER : MESSAGES, sessionId)
            .and("type <> 'purged'", p -> {});
    Optional<Chat> stored = query.chat().flatMap(chats::chat);
    stored
        .flatMap(chat -> chat.settings().clearedAt())
        .ifPresent(until -> where.and("(sent_at > ?::timestamptz or starred)", time(until)));
    query.starred().ifPresent(starred -> where.and("starred = ?", p -> p.object(starred)));
    query
        .chat()
        .map(chat -> stored.map(Chat::id).orElse(chat))
        .map(chat -> Texts.storable(chat.toString()))
        .ifPresent(
            chat -> {
              where.and(MessageCodec.CHAT + " = ?", p -> p.text(chat));
              if (!ofStanza && !ofMetadata) {
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
    query.before().ifPresent(edge -> beyond(where, query, edge, "<"));
    query.after().ifPresent(edge -> beyond(where, query, edge, ">"));
    query.deleted().ifPresent(deleted -> where.and("deleted = ?", p -> p.object(deleted)));
    query
        .stanzaId()
        .map(Texts::storable)
        .ifPresent(
            stanza ->
                where.and(
                    "stanza_id = ? and stanza_key = hashtextextended(?, ?)",
                    p -> p.text(stanza).text(stanza).number(sessionId)));
    query
        .metadata()
        .map(pair -> MessageStatements.label(pair.name(), pair.value()))
        .ifPresent(
            label ->
                where.and(BY_METADATA, p -> p.number(sessionId).text(label).number(sessionId)));
    return where;
  }

  /** On one side of a place, in the order that the list has. */
  private static void beyond(
      Conditions where, MessageQuery query, MessageQuery.Edge edge, String sign) {
    if (edge.id().isEmpty()) {
      where.and("sent_at " + sign + " ?::timestamptz", time(edge.at()));
    } else if (query.chat().isPresent()) {
      where.and(
          "(sent_at, id) " + sign + " (?::timestamptz, ?::uuid)",
          p -> p.text(edge.at().toString()).text(edge.id().orElseThrow()));
    } else {
      where.and("id " + sign + " ?::uuid", p -> p.text(edge.id().orElseThrow()));
    }
  }

  /** One row more shows whether there is a next page; so does one that is too long for this one. */
  private Slice<StoredMessage> page(Conditions where, String order, int skip, int limit) {
    String chosen = where.sql(order, limit + 1, skip);
    List<Optional<StoredMessage>> found =
        rows.of(
            PageBytes.bounded(MessageCodec.COLUMNS, chosen, order),
            where::bind,
            row -> row.getBoolean(FITS) ? Optional.of(messages.read(row)) : Optional.empty());
    List<StoredMessage> items = found.stream().limit(limit).flatMap(Optional::stream).toList();
    return Slice.of(
        items,
        found.size() > items.size(),
        message -> new Cursor(message.timestamp(), message.id()));
  }

  private static Parameters.Binder time(Instant instant) {
    return parameters -> parameters.text(instant.toString());
  }

  static Optional<UUID> uuid(String text) {
    try {
      // Java takes shorter and longer groups of digits, too, which PostgreSQL does not.
      return Optional.of(UUID.fromString(text))
          .filter(uuid -> uuid.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
