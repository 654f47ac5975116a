package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.ownership.CommitRefusedException;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.FencedBatch;
import dev.kubezap.pod.ownership.LeaseLostException;
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
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredValue;
import java.nio.charset.StandardCharsets;
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

  private static final String FORGET_RECORDS =
      "delete from kubezap.state where session_id = ? and kind <> all (?::text[])";

  private static final List<String> FORGET_UNSENT =
      List.of(
          "delete from kubezap.outgoing where session_id = ?",
          "delete from kubezap.prepared where session_id = ?");

  private final CommitScope owned;
  private final long sessionId;
  private final RowCipher cipher;
  private final OwnedRows rows;
  private final StoredMessages messages;
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
    this.rows = new OwnedRows(owned);
    this.messages = new StoredMessages(rows, sessionId, cipher);
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
                forgetDevice(batch);
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

  private void forgetDevice(FencedBatch batch) {
    batch.add(
        FORGET_RECORDS,
        parameters ->
            parameters
                .number(sessionId)
                .array("text", RecordKind.keptAtLogOut().toArray(String[]::new)));
    FORGET_UNSENT.forEach(sql -> batch.add(sql, parameters -> parameters.number(sessionId)));
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
    rows.read(
        READ,
        parameters ->
            parameters
                .array("text", RecordStatements.kinds(names))
                .array("bytea", RecordStatements.names(names))
                .number(sessionId),
        row -> {
          RecordKey<?> key = ordered.get((int) row.getLong(1) - 1);
          byte[] sealed = row.getBytes(2);
          StoredValue.decode(
                  key,
                  () ->
                      ByteString.copyFrom(
                          cipher.open(RecordStatements.table(key.kind()), key.name(), sealed)))
              .ifPresent(value -> values.put(key, value));
          return key;
        });
    return values;
  }

  @Override
  public List<String> recordNames(String kind, String after, int limit) {
    return rows.read(
        NAMES,
        parameters ->
            parameters
                .number(sessionId)
                .text(kind)
                .bytes(after.getBytes(StandardCharsets.UTF_8))
                .number(limit),
        row -> new String(row.getBytes(1), StandardCharsets.UTF_8));
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return messages.message(id);
  }

  @Override
  public Map<StanzaName, StoredMessage> messagesByStanza(Collection<StanzaName> names) {
    return messages.byStanza(names);
  }

  @Override
  public Optional<OutgoingMessage> outgoing(String messageId) {
    return messages.outgoing(messageId);
  }

  @Override
  public Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return messages.outgoingByStanza(stanzaId);
  }

  @Override
  public Map<String, OutgoingMessage> outgoingByStanza(Collection<String> stanzaIds) {
    return messages.outgoingByStanza(stanzaIds);
  }

  @Override
  public Map<String, StoredMessage> messages(Collection<String> ids) {
    return messages.messages(ids);
  }

  @Override
  public List<QueuedMessage> queued(int limit) {
    return messages.queued(limit);
  }

  @Override
  public List<String> queuedIn(Jid chat, int limit) {
    return messages.queuedIn(chat, limit);
  }

  @Override
  public List<PreparedStanza> prepared() {
    return messages.prepared();
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    return messages.chat(id);
  }
}
