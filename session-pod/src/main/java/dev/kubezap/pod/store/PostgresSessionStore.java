package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.ownership.CommitRefusedException;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.LeaseLostException;
import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.store.ChangeSet.RecordName;
import dev.kubezap.pod.store.ChangeSet.Section;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A session's durable state in PostgreSQL, for one ownership: it ends with its lease. */
public final class PostgresSessionStore implements SessionStore {
  /**
   * {@code offset 0} makes every name a lookup of its own: no plan reads all records to join them.
   */
  private static final String READ =
      """
      select k.position, s.value
        from unnest(?::text[], ?::bytea[]) with ordinality k (kind, name, position)
        cross join lateral (select value from kubezap.state
          where session_id = ? and kind = k.kind and name = k.name offset 0) s
      """;

  private static final String NAMES =
      """
      select name from kubezap.state where session_id = ? and kind = ? and name > ? order by name limit ?
      """;

  private static final String MESSAGE =
      "select " + MessageCodec.COLUMNS + " from kubezap.message where session_id = ? and ";

  /** As in {@link #READ}; not by chat, which may hold most of the messages. */
  private static final String BY_STANZA =
      "select m.* from unnest(?::text[]) s cross join lateral ("
          + "select "
          + MessageCodec.COLUMNS
          + " from kubezap.message where session_id = ? and stanza_id = s offset 0) m order by m.id";

  private static final String OUTGOING =
      "select "
          + OutgoingCodec.COLUMNS
          + " from kubezap.outgoing o left join lateral (select sealed from kubezap.message"
          + " where session_id = o.session_id and id = o.message_id offset 0) m on true"
          + " where o.session_id = ? and o.message_id = ?::uuid";

  /** By the message's index; as in {@link #READ}. */
  private static final String OUTGOING_BY_STANZA =
      "select "
          + OutgoingCodec.COLUMNS
          + " from unnest(?::text[]) s cross join lateral (select session_id, id, sealed"
          + " from kubezap.message where session_id = ? and stanza_id = s offset 0) m"
          + " cross join lateral (select * from kubezap.outgoing"
          + " where session_id = m.session_id and message_id = m.id offset 0) o"
          + " order by o.message_id";

  /** The join leaves out what cannot be prepared any more, since its device was forgotten. */
  private static final String WAITING =
      " from kubezap.queue q join kubezap.outgoing o using (session_id, message_id)"
          + " join kubezap.message m on m.session_id = q.session_id and m.id = q.message_id"
          + " where q.session_id = ?";

  private static final String QUEUED =
      "select m.id, m.chat" + WAITING + " order by q.message_id limit ?";

  private static final String QUEUED_IN =
      "select m.id" + WAITING + " and m.chat = ? order by q.message_id limit ?";

  private static final String PREPARED =
      """
      select number, message_id, stanza_id, stanza, phash from kubezap.prepared where session_id = ? order by number
      """;

  private static final String CHAT =
      "select " + ChatCodec.COLUMNS + " from kubezap.chat where session_id = ? and id = ?";

  private static final List<String> FORGET =
      List.of(
          "delete from kubezap.state where session_id = ?",
          "delete from kubezap.outgoing where session_id = ?",
          "delete from kubezap.prepared where session_id = ?");

  private final CommitScope owned;
  private final long sessionId;
  private final RowCipher cipher;
  private final MessageCodec messages;
  private final OutgoingCodec outgoing;
  private final ChatCodec chats;
  private final RecordStatements recordStatements;
  private final MessageStatements messageStatements;
  private final ChatStatements chatStatements;
  private final EventStatements eventStatements;
  private final Consumer<Set<String>> eventsStored;

  /**
   * For one ownership.
   *
   * @param owned what reads and commits; a lease, or the transaction that acquires one
   * @param eventsStored told the types of the events after each commit that stored some; must not
   *     wait
   */
  public PostgresSessionStore(
      CommitScope owned, long sessionId, RecordCipher keys, Consumer<Set<String>> eventsStored) {
    this.owned = owned;
    this.sessionId = sessionId;
    this.cipher = new RowCipher(keys, sessionId);
    this.messages = new MessageCodec(cipher);
    this.outgoing = new OutgoingCodec(cipher);
    this.chats = new ChatCodec(cipher);
    this.recordStatements = new RecordStatements(sessionId, cipher);
    this.messageStatements = new MessageStatements(sessionId, cipher);
    this.chatStatements = new ChatStatements(sessionId, cipher);
    this.eventStatements = new EventStatements(sessionId, cipher);
    this.eventsStored = eventsStored;
  }

  @Override
  public void commit(List<Change> changes) throws FencedException {
    ChangeSet set = new ChangeSet(changes);
    try {
      owned.commit(
          batch -> {
            for (Section section : set.sections()) {
              if (section.forgetsDevice) {
                FORGET.forEach(sql -> batch.add(sql, parameters -> parameters.number(sessionId)));
              }
              recordStatements.add(batch, section);
              messageStatements.add(batch, section);
              chatStatements.add(batch, section);
              eventStatements.add(batch, section);
            }
          });
    } catch (LeaseLostException e) {
      throw new FencedException(e.loss().toString(), e);
    } catch (CommitRefusedException e) {
      if (e.refusesValue()) {
        throw new RejectedChangeException("the database refused a value", e);
      }
      throw new StoreUnavailableException("the database cannot store just now", e);
    }
    Set<String> stored = set.eventTypes();
    if (!stored.isEmpty()) {
      eventsStored.accept(stored);
    }
  }

  @Override
  public Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    List<RecordKey<?>> ordered = List.copyOf(keys);
    List<RecordName> names =
        ordered.stream().map(key -> new RecordName(key.kind(), key.name())).toList();
    Map<RecordKey<?>, Object> values = new HashMap<>();
    query(
        READ,
        parameters ->
            parameters
                .array("text", RecordStatements.kinds(names))
                .array("bytea", RecordStatements.names(names))
                .number(sessionId),
        row -> {
          RecordKey<?> key = ordered.get((int) row.getLong(1) - 1);
          byte[] value =
              cipher.open(RecordStatements.table(key.kind()), key.name(), row.getBytes(2));
          values.put(key, decoded(key, value));
          return key;
        });
    return values;
  }

  @Override
  public List<String> recordNames(String kind, String after, int limit) {
    return query(
        NAMES,
        parameters ->
            parameters
                .number(sessionId)
                .text(kind)
                .bytes(after.getBytes(StandardCharsets.UTF_8))
                .number(limit),
        row -> new String(row.getBytes(1), StandardCharsets.UTF_8));
  }

  private static <V> Object decoded(RecordKey<V> key, byte[] value) {
    V decoded = key.decode(ByteString.copyFrom(value));
    if (decoded == null) {
      throw new IllegalStateException(key.kind() + " decoded to nothing");
    }
    return decoded;
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return query(
            MESSAGE + "id = ?::uuid",
            parameters -> parameters.number(sessionId).text(id),
            messages::read)
        .stream()
        .findFirst();
  }

  @Override
  public Map<StanzaName, StoredMessage> messagesByStanza(Collection<StanzaName> names) {
    Map<StanzaName, StoredMessage> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    List<StoredMessage> candidates =
        query(
            BY_STANZA,
            parameters ->
                parameters
                    .array(
                        "text",
                        names.stream()
                            .map(StanzaName::stanzaId)
                            .map(Texts::storable)
                            .distinct()
                            .toArray(String[]::new))
                    .number(sessionId),
            messages::read);
    Set<StanzaName> wanted = Set.copyOf(names);
    for (StoredMessage message : candidates) {
      StanzaName name = new StanzaName(message.chat(), message.stanzaId(), message.fromMe());
      if (wanted.contains(name)) {
        found.putIfAbsent(name, message);
      }
    }
    return found;
  }

  @Override
  public Optional<OutgoingMessage> outgoing(String messageId) {
    return query(
            OUTGOING, parameters -> parameters.number(sessionId).text(messageId), outgoing::read)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return query(
            OUTGOING_BY_STANZA,
            parameters ->
                parameters.array("text", new String[] {Texts.storable(stanzaId)}).number(sessionId),
            outgoing::read)
        .stream()
        .findFirst();
  }

  @Override
  public List<QueuedMessage> queued(int limit) {
    return query(
        QUEUED,
        parameters -> parameters.number(sessionId).number(limit),
        row -> new QueuedMessage(row.getString(1), Jid.of(row.getString(2))));
  }

  @Override
  public List<String> queuedIn(Jid chat, int limit) {
    return query(
        QUEUED_IN,
        parameters ->
            parameters.number(sessionId).text(Texts.storable(chat.toString())).number(limit),
        row -> row.getString(1));
  }

  @Override
  public List<PreparedStanza> prepared() {
    return query(
        PREPARED,
        parameters -> parameters.number(sessionId),
        row ->
            new PreparedStanza(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                ByteString.copyFrom(row.getBytes(4)),
                row.getString(5)));
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    return query(
            CHAT,
            parameters -> parameters.number(sessionId).text(Texts.storable(id.toString())),
            chats::read)
        .stream()
        .findFirst();
  }

  private <T> List<T> query(String sql, Parameters.Binder binder, RowReader<T> reader) {
    try {
      return owned.read(connection -> Rows.read(connection, sql, binder, reader));
    } catch (LeaseLostException | SQLException e) {
      throw new StoreUnavailableException("the stored state cannot be read", e);
    }
  }
}
