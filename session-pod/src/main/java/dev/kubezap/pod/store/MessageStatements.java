package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.FencedBatch;
import dev.kubezap.pod.store.ChangeSet.Section;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Writes messages and what is needed to send them. */
final class MessageStatements {
  private static final String PUT_MESSAGES =
      """
      insert into kubezap.message (session_id, id, stanza_id, chat, chat_lid, sender, sender_device, from_me, sent_at,
          type, status, sealed, chat_merges)
      select s, m.*, (select count(*) from kubezap.chat_merge c where c.session_id = s and c.name = m.chat)
        from (select ?::bigint s) session cross join unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
          ?::integer[], ?::boolean[], ?::timestamptz[], ?::text[], ?::text[], ?::bytea[])
          m (id, stanza_id, chat, chat_lid, sender, sender_device, from_me, sent_at, type, status, sealed)
      on conflict (session_id, id) do update set stanza_id = excluded.stanza_id, chat = excluded.chat,
          chat_lid = excluded.chat_lid, sender = excluded.sender, sender_device = excluded.sender_device,
          from_me = excluded.from_me, sent_at = excluded.sent_at, type = excluded.type, status = excluded.status,
          sealed = excluded.sealed, chat_merges = excluded.chat_merges\
      """;

  /** What a caller finds its messages by; rows of one message stay when it is written again. */
  private static final String PUT_METADATA =
      """
      insert into kubezap.message_metadata (session_id, label, message_id)
      select s, hashtextextended(m.label, s), m.id
        from (select ?::bigint s) session cross join unnest(?::text[], ?::uuid[]) m (label, id)
      on conflict (session_id, label, message_id) do nothing\
      """;

  private static final String DELETED =
      "update kubezap.message t set deleted = true from "
          + WholeKey.keys("?::uuid[]", "id")
          + " where "
          + WholeKey.SAME_SESSION
          + " and t.id = k.id";

  private static final String STARRED =
      "update kubezap.message t set starred = k.starred from "
          + WholeKey.keys("?::uuid[], ?::boolean[]", "id, starred")
          + " where "
          + WholeKey.SAME_SESSION
          + " and t.id = k.id and t.starred <> k.starred";

  private static final String MOVE_MESSAGES =
      "update kubezap.message t set status = k.status,"
          + at("server_at", "SENT")
          + ","
          + at("delivered_at", "DELIVERED")
          + ","
          + at("read_at", "READ")
          + ","
          + at("played_at", "PLAYED")
          + " from "
          + WholeKey.keys("?::uuid[], ?::text[]", "id, status")
          + " where "
          + WholeKey.SAME_SESSION
          + " and t.id = k.id";

  private static final String JOIN_QUEUE =
      """
      insert into kubezap.queue (session_id, message_id, chat)
      select ?, q.* from unnest(?::uuid[], ?::text[]) q
      on conflict (session_id, message_id) do update set chat = excluded.chat\
      """;

  private static final String LEAVE_QUEUE = WholeKey.delete("queue", "?::uuid[]", "message_id");

  private static final String PUT_OUTGOING =
      """
      insert into kubezap.outgoing (session_id, message_id, stanza_id, accepted_at, sealed, delivered)
      select ?, o.* from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::bytea[], ?::bigint[]) o
      on conflict (session_id, message_id) do update set stanza_id = excluded.stanza_id,
          accepted_at = excluded.accepted_at, sealed = excluded.sealed, delivered = excluded.delivered\
      """;

  private static final String MOVE_OUTGOING =
      "update kubezap.outgoing t set delivered = k.delivered, sealed = coalesce(k.sealed, t.sealed) from "
          + WholeKey.keys("?::uuid[], ?::bigint[], ?::bytea[]", "message_id, delivered, sealed")
          + " where "
          + WholeKey.SAME_SESSION
          + " and t.message_id = k.message_id";

  private static final String PUT_PREPARED =
      """
      insert into kubezap.prepared (session_id, message_id, number, stanza_id, phash, stanza)
      select ?, p.* from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bytea[]) p
      on conflict (session_id, message_id) do update set number = excluded.number, stanza_id = excluded.stanza_id,
          phash = excluded.phash, stanza = excluded.stanza\
      """;

  private static final String REMOVE_PREPARED =
      WholeKey.delete("prepared", "?::uuid[]", "message_id");

  private final long sessionId;
  private final MessageCodec messages;
  private final OutgoingCodec outgoing;

  MessageStatements(long sessionId, RowCipher cipher) {
    this.sessionId = sessionId;
    this.messages = new MessageCodec(cipher);
    this.outgoing = new OutgoingCodec(cipher);
  }

  void add(FencedBatch batch, Section section) {
    if (!section.messages.isEmpty()) {
      List<StoredMessage> all = List.copyOf(section.messages.values());
      putMessages(batch, all);
      putMetadata(batch, all);
    }
    if (!section.deleted.isEmpty()) {
      String[] ids = section.deleted.toArray(String[]::new);
      batch.add(DELETED, parameters -> parameters.number(sessionId).array("text", ids));
    }
    if (!section.starred.isEmpty()) {
      String[] ids = section.starred.keySet().toArray(String[]::new);
      Boolean[] starred = section.starred.values().toArray(Boolean[]::new);
      batch.add(
          STARRED,
          parameters -> parameters.number(sessionId).array("text", ids).array("boolean", starred));
    }
    move(batch, section);
    queue(batch, section);
    if (!section.outgoing.isEmpty()) {
      putOutgoing(batch, section, List.copyOf(section.outgoing.values()));
    }
    moveOutgoing(batch, section);
    if (!section.finished.isEmpty()) {
      String[] ids = section.finished.keySet().toArray(String[]::new);
      batch.add(REMOVE_PREPARED, parameters -> parameters.number(sessionId).array("text", ids));
    }
    if (!section.prepared.isEmpty()) {
      putPrepared(batch, List.copyOf(section.prepared.values()));
    }
  }

  /** A failure is told inside the encrypted part, so the whole message is written with it. */
  private void move(FencedBatch batch, Section section) {
    List<StoredMessage> whole =
        section.moves.values().stream().filter(moved -> moved.failure().isPresent()).toList();
    if (!whole.isEmpty()) {
      putMessages(batch, whole);
    }
    List<StoredMessage> status =
        section.moves.values().stream().filter(moved -> moved.failure().isEmpty()).toList();
    if (!status.isEmpty()) {
      batch.add(
          MOVE_MESSAGES,
          parameters ->
              parameters
                  .number(sessionId)
                  .array("text", texts(status, StoredMessage::id))
                  .array("text", texts(status, message -> message.status().name())));
    }
  }

  private void queue(FencedBatch batch, Section section) {
    if (!section.joining.isEmpty()) {
      List<QueuedMessage> joining = List.copyOf(section.joining.values());
      batch.add(
          JOIN_QUEUE,
          parameters ->
              parameters
                  .number(sessionId)
                  .array("text", texts(joining, QueuedMessage::id))
                  .array("text", texts(joining, queued -> queued.chat().toString())));
    }
    if (!section.leaving.isEmpty()) {
      String[] ids = section.leaving.toArray(String[]::new);
      batch.add(LEAVE_QUEUE, parameters -> parameters.number(sessionId).array("text", ids));
    }
  }

  private void putMessages(FencedBatch batch, List<StoredMessage> all) {
    byte[][] sealed = all.stream().map(messages::seal).toArray(byte[][]::new);
    batch.add(
        PUT_MESSAGES,
        parameters ->
            parameters
                .number(sessionId)
                .array("text", texts(all, StoredMessage::id))
                .array("text", texts(all, StoredMessage::stanzaId))
                .array("text", texts(all, message -> message.chat().toString()))
                .array("text", optional(all))
                .array("text", texts(all, message -> message.sender().toString()))
                .array(
                    "integer",
                    all.stream().map(StoredMessage::senderDevice).toArray(Integer[]::new))
                .array("boolean", all.stream().map(StoredMessage::fromMe).toArray(Boolean[]::new))
                .array("text", texts(all, message -> time(message.timestamp())))
                .array("text", texts(all, StoredMessage::type))
                .array("text", texts(all, message -> message.status().name()))
                .array("bytea", sealed));
  }

  private void putMetadata(FencedBatch batch, List<StoredMessage> all) {
    List<String> labels = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (StoredMessage message : all) {
      message
          .metadata()
          .forEach(
              (name, value) -> {
                labels.add(label(name, value));
                ids.add(message.id());
              });
    }
    if (!ids.isEmpty()) {
      batch.add(
          PUT_METADATA,
          parameters ->
              parameters
                  .number(sessionId)
                  .array("text", labels.toArray(String[]::new))
                  .array("text", ids.toArray(String[]::new)));
    }
  }

  /** What stands for a pair of metadata. */
  static String label(String name, String value) {
    return Texts.storable(name.length() + ":" + name + value);
  }

  /** The encrypted part is written only when the bits cannot tell which devices have it. */
  private void moveOutgoing(FencedBatch batch, Section section) {
    List<OutgoingMessage> moved = List.copyOf(section.delivered.values());
    if (moved.isEmpty()) {
      return;
    }
    Long[] delivered = moved.stream().map(OutgoingCodec::delivered).toArray(Long[]::new);
    byte[][] sealed =
        moved.stream()
            .map(message -> OutgoingCodec.isPlain(message) ? null : outgoing.seal(message, section))
            .toArray(byte[][]::new);
    batch.add(
        MOVE_OUTGOING,
        parameters ->
            parameters
                .number(sessionId)
                .array("text", texts(moved, OutgoingMessage::messageId))
                .array("bigint", delivered)
                .array("bytea", sealed));
  }

  private void putOutgoing(FencedBatch batch, Section section, List<OutgoingMessage> all) {
    byte[][] sealed =
        all.stream().map(message -> outgoing.seal(message, section)).toArray(byte[][]::new);
    Long[] delivered = all.stream().map(OutgoingCodec::delivered).toArray(Long[]::new);
    batch.add(
        PUT_OUTGOING,
        parameters ->
            parameters
                .number(sessionId)
                .array("text", texts(all, OutgoingMessage::messageId))
                .array("text", texts(all, OutgoingMessage::stanzaId))
                .array("text", texts(all, message -> time(message.acceptedAt())))
                .array("bytea", sealed)
                .array("bigint", delivered));
  }

  private void putPrepared(FencedBatch batch, List<PreparedStanza> all) {
    batch.add(
        PUT_PREPARED,
        parameters ->
            parameters
                .number(sessionId)
                .array("text", texts(all, PreparedStanza::messageId))
                .array("bigint", all.stream().map(PreparedStanza::number).toArray(Long[]::new))
                .array("text", texts(all, PreparedStanza::stanzaId))
                .array("text", texts(all, PreparedStanza::phash))
                .array(
                    "bytea",
                    all.stream()
                        .map(stanza -> stanza.stanza().toByteArray())
                        .toArray(byte[][]::new)));
  }

  /** The time at which a status is stored for the first time. */
  private static String at(String column, String status) {
    return " %s = case when k.status = '%s' then coalesce(t.%s, clock_timestamp()) else t.%s end"
        .formatted(column, status, column, column);
  }

  static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
    return rows.stream().map(column).map(Texts::storable).toArray(String[]::new);
  }

  private static String[] optional(Collection<StoredMessage> rows) {
    String[] texts = new String[rows.size()];
    int index = 0;
    for (StoredMessage message : rows) {
      texts[index++] = message.chatLid().map(Jid::toString).map(Texts::storable).orElse(null);
    }
    return texts;
  }

  static String time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toString();
  }
}
