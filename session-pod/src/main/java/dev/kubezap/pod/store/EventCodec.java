package dev.kubezap.pod.store;

import dev.kubezap.pod.document.EventJson;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The document of a stored event: as it was encrypted, or made from what stands for it, so that
 * nobody can tell which of the two it was.
 */
public final class EventCodec {
  /** What the document is made from. */
  public static final String COLUMNS =
      "id, type, subject, sealed, message_id, stanza_id, status, trace";

  /** What an event's encryption is bound to beside its id. */
  static final String TABLE = "outbox";

  private static final String MESSAGES =
      "select m.* from unnest(?::uuid[]) with ordinality i (wanted, place) cross join lateral (select "
          + MessageCodec.SELECTED
          + ", i.place from kubezap.message where session_id = ? and id = i.wanted offset 0) m";

  private static final String FIRST_MESSAGES =
      PageBytes.bounded(MessageCodec.COLUMNS, MESSAGES, "place");

  private static final int FITS = 11;

  /** The stored content of one event. */
  @SuppressWarnings("ArrayRecordComponent") // Moved once from the row to the cipher.
  public record Content(
      String id,
      String type,
      @Nullable String subject,
      byte @Nullable [] sealed,
      @Nullable String messageId,
      @Nullable String stanzaId,
      @Nullable String status,
      @Nullable String trace) {

    /** The message whose row is needed, if any. */
    public Optional<String> neededMessage() {
      return sealed == null && stanzaId == null ? Optional.ofNullable(messageId) : Optional.empty();
    }

    /** Leaves out what happened. */
    @Override
    public String toString() {
      return "Content[" + type + " " + id + "]";
    }
  }

  private final long sessionId;
  private final RowCipher cipher;
  private final MessageCodec messages;

  /** For the events of one session. */
  public EventCodec(long sessionId, RecordCipher keys) {
    this.sessionId = sessionId;
    this.cipher = new RowCipher(keys, sessionId);
    this.messages = new MessageCodec(cipher);
  }

  /** Reads {@link #COLUMNS}, of which the first is column {@code from}. */
  public static Content content(ResultSet row, int from) throws SQLException {
    return new Content(
        row.getString(from),
        row.getString(from + 1),
        row.getString(from + 2),
        row.getBytes(from + 3),
        row.getString(from + 4),
        row.getString(from + 5),
        row.getString(from + 6),
        row.getString(from + 7));
  }

  /** The messages that the documents of these events are made from, by id. */
  public Map<String, StoredMessage> messages(Connection connection, Collection<Content> events)
      throws SQLException {
    return messages(connection, events, MESSAGES, row -> Optional.of(messages.read(row)));
  }

  /** The same, without those of the last events when the messages are long. */
  public Map<String, StoredMessage> firstMessages(Connection connection, Collection<Content> events)
      throws SQLException {
    return messages(
        connection,
        events,
        FIRST_MESSAGES,
        row -> row.getBoolean(FITS) ? Optional.of(messages.read(row)) : Optional.empty());
  }

  private Map<String, StoredMessage> messages(
      Connection connection,
      Collection<Content> events,
      String sql,
      RowReader<Optional<StoredMessage>> reader)
      throws SQLException {
    String[] needed =
        events.stream()
            .flatMap(event -> event.neededMessage().stream())
            .distinct()
            .toArray(String[]::new);
    Map<String, StoredMessage> found = new HashMap<>();
    if (needed.length > 0) {
      Rows.read(
              connection,
              sql,
              parameters -> parameters.array("text", needed).number(sessionId),
              reader)
          .forEach(read -> read.ifPresent(message -> found.put(message.id(), message)));
    }
    return found;
  }

  /**
   * The document.
   *
   * @param known what {@link #messages} found
   * @throws StoredStateException when it is not what was stored
   */
  public String document(Content event, Map<String, StoredMessage> known) {
    byte[] document =
        event.sealed() != null
            ? cipher.open(TABLE, event.id(), event.sealed())
            : EventJson.of(event(event, known));
    return new String(document, StandardCharsets.UTF_8);
  }

  private static SessionEvent event(Content event, Map<String, StoredMessage> known) {
    if (event.messageId() == null || event.status() == null || event.subject() == null) {
      throw new StoredStateException("event " + event.id() + " says nothing");
    }
    Jid chat = Jid.of(event.subject());
    MessageStatus status = MessageStatus.valueOf(event.status());
    if (event.stanzaId() != null) {
      return new MessageEvent.StatusChanged(
          event.messageId(), event.stanzaId(), chat, status, Optional.empty());
    }
    StoredMessage message = known.get(event.messageId());
    if (message == null) {
      throw new StoredStateException("the message of event " + event.id() + " is not stored");
    }
    return new MessageEvent.Sent(message.inChat(chat).withStatus(status, Optional.empty()));
  }
}
