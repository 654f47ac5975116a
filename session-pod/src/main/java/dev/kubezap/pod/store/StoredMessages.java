package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages and chats of a session, and what is on its way of them, as its owner reads them. */
final class StoredMessages {
  /** Rows of name {@code s}: found by the name's number, told from others by session and name. */
  private static final String OF_STANZA =
      " from kubezap.message where stanza_key = hashtextextended(s, ?) and stanza_id = s and "
          + WholeKey.OF_SESSION;

  private static final String MESSAGE =
      "select " + MessageCodec.SELECTED + " from kubezap.message where session_id = ? and ";

  /**
   * {@code offset 0} makes every name a lookup of its own: no plan reads all messages to join them.
   * Not by chat, which may hold most of the messages.
   */
  private static final String BY_STANZA =
      "select m.* from unnest(?::text[]) s cross join lateral ("
          + "select "
          + MessageCodec.SELECTED
          + OF_STANZA
          + " offset 0) m order by m.id";

  private static final String OUTGOING =
      "select "
          + OutgoingCodec.COLUMNS
          + " from kubezap.outgoing o left join lateral (select sealed from kubezap.message"
          + " where session_id = o.session_id and id = o.message_id offset 0) m on true"
          + " where o.session_id = ? and o.message_id = ?::uuid";

  /** {@code offset 0} makes every id a lookup of its own. */
  private static final String BY_ID =
      "select m.* from unnest(?::uuid[]) i cross join lateral (select "
          + MessageCodec.SELECTED
          + " from kubezap.message where session_id = ? and id = i offset 0) m";

  /** By the message's index; as in {@link #BY_STANZA}. */
  private static final String OUTGOING_BY_STANZA =
      "select "
          + OutgoingCodec.COLUMNS
          + " from unnest(?::text[]) s cross join lateral (select session_id, id, sealed"
          + OF_STANZA
          + " offset 0) m"
          + " cross join lateral (select * from kubezap.outgoing"
          + " where session_id = m.session_id and message_id = m.id offset 0) o"
          + " order by o.message_id";

  /**
   * The join leaves out what cannot be prepared any more, since its device was forgotten. A row of
   * a version before tells its chat by the message alone.
   */
  private static final String WAITING =
      " from (select session_id, message_id, chat from kubezap.queue where session_id = ?"
          + " order by message_id offset 0) q"
          + " cross join lateral (select from kubezap.outgoing"
          + " where session_id = q.session_id and message_id = q.message_id offset 0) o"
          + " cross join lateral (select coalesce(q.chat, (select "
          + MessageCodec.CHAT
          + " from kubezap.message"
          + " where session_id = q.session_id and id = q.message_id)) as chat offset 0) m"
          + " where m.chat is not null";

  private static final String QUEUED =
      "select q.message_id, m.chat" + WAITING + " order by q.message_id limit ?";

  private static final String QUEUED_IN =
      "select q.message_id" + WAITING + " and m.chat = ? order by q.message_id limit ?";

  private static final String PREPARED =
      """
      select number, message_id, stanza_id, stanza, phash from kubezap.prepared where session_id = ? order by number
      """;

  private static final String CHAT =
      "select " + ChatCodec.COLUMNS + " from kubezap.chat where session_id = ? and id = ?";

  private final OwnedRows rows;
  private final long sessionId;
  private final MessageCodec messages;
  private final OutgoingCodec outgoing;
  private final ChatCodec chats;

  StoredMessages(OwnedRows rows, long sessionId, RowCipher cipher) {
    this.rows = rows;
    this.sessionId = sessionId;
    this.messages = new MessageCodec(cipher);
    this.outgoing = new OutgoingCodec(cipher);
    this.chats = new ChatCodec(cipher);
  }

  /** The message with this id. */
  Optional<StoredMessage> message(String id) {
    return rows
        .read(
            MESSAGE + "id = ?::uuid",
            parameters -> parameters.number(sessionId).text(id),
            messages::read)
        .stream()
        .findFirst();
  }

  /** The messages that these stanzas carried, those that are stored. */
  Map<StanzaName, StoredMessage> byStanza(Collection<StanzaName> names) {
    Map<StanzaName, StoredMessage> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    List<StoredMessage> candidates =
        rows.read(
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
                    .number(sessionId)
                    .number(sessionId),
            messages::read);
    Set<StanzaName> wanted = Set.copyOf(names);
    for (StoredMessage message : candidates) {
      StanzaName name = StanzaName.of(message);
      if (wanted.contains(name)) {
        found.putIfAbsent(name, message);
      }
    }
    return found;
  }

  /** What is on its way of the message with this id. */
  Optional<OutgoingMessage> outgoing(String messageId) {
    return rows
        .read(OUTGOING, parameters -> parameters.number(sessionId).text(messageId), outgoing::read)
        .stream()
        .findFirst();
  }

  /** What is on its way under this name. */
  Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return Optional.ofNullable(outgoingByStanza(List.of(stanzaId)).get(stanzaId));
  }

  /** What is on its way under these names, in one round trip. */
  Map<String, OutgoingMessage> outgoingByStanza(Collection<String> stanzaIds) {
    Map<String, OutgoingMessage> found = new LinkedHashMap<>();
    if (stanzaIds.isEmpty()) {
      return found;
    }
    String[] names = stanzaIds.stream().map(Texts::storable).distinct().toArray(String[]::new);
    Map<String, OutgoingMessage> stored = new HashMap<>();
    rows.read(
            OUTGOING_BY_STANZA,
            parameters -> parameters.array("text", names).number(sessionId).number(sessionId),
            outgoing::read)
        .forEach(message -> stored.putIfAbsent(message.stanzaId(), message));
    for (String id : stanzaIds) {
      OutgoingMessage message = stored.get(Texts.storable(id));
      if (message != null) {
        found.put(id, message);
      }
    }
    return found;
  }

  /** The messages with these ids, in one round trip. */
  Map<String, StoredMessage> messages(Collection<String> ids) {
    Map<String, StoredMessage> found = new LinkedHashMap<>();
    if (!ids.isEmpty()) {
      String[] wanted = ids.stream().distinct().toArray(String[]::new);
      rows.read(
              BY_ID,
              parameters -> parameters.array("text", wanted).number(sessionId),
              messages::read)
          .forEach(message -> found.put(message.id(), message));
    }
    return found;
  }

  /** The queue, oldest first. */
  List<QueuedMessage> queued(int limit) {
    return rows.read(
        QUEUED,
        parameters -> parameters.number(sessionId).number(limit),
        row -> new QueuedMessage(row.getString(1), Jid.of(row.getString(2))));
  }

  /** The queue of a chat, oldest first. */
  List<String> queuedIn(Jid chat, int limit) {
    return rows.read(
        QUEUED_IN,
        parameters ->
            parameters.number(sessionId).text(Texts.storable(chat.toString())).number(limit),
        row -> row.getString(1));
  }

  /** Every stanza that is prepared and not acknowledged, in their order. */
  List<PreparedStanza> prepared() {
    return rows.read(
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

  /** The chat with this id. */
  Optional<Chat> chat(Jid id) {
    return rows
        .read(
            CHAT,
            parameters -> parameters.number(sessionId).text(Texts.storable(id.toString())),
            chats::read)
        .stream()
        .findFirst();
  }
}
