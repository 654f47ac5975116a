package dev.kubezap.pod.outbox;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.store.EventCodec;
import dev.kubezap.pod.store.PageBytes;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Reads the outbox in order. Every method throws {@link StoreUnavailableException} when the
 * database does not answer.
 */
public final class EventLog {
  private static final String COLUMNS = "sequence, at, " + EventCodec.COLUMNS;
  private static final int TYPE = 4;
  private static final int FITS = 11;
  private static final String AFTER =
      PageBytes.bounded(
          COLUMNS,
          "select "
              + COLUMNS
              + " from kubezap.outbox where session_id = ? and sequence > ? order by sequence limit ?",
          "sequence");
  private static final String LISTED =
      "select o.* from unnest(?::bigint[]) s cross join lateral (select "
          + COLUMNS
          + " from kubezap.outbox where session_id = ? and sequence = s offset 0) o order by o.sequence";
  private static final String LAST =
      "select sequence from kubezap.outbox where session_id = ? order by sequence desc limit 1";
  private static final String BY_ID =
      "select sequence from kubezap.outbox where session_id = ? and id::text = ? limit 1";
  private static final String BEFORE_TIME =
      "select sequence from kubezap.outbox where session_id = ? and at < ?::timestamptz"
          + " order by sequence desc limit 1";

  private final ReadConnection connection;
  private final long sessionId;
  private static final Logger LOG = Logger.getLogger(EventLog.class);

  /** The data of an event that cannot be read. */
  private static final String UNREADABLE = "{\"unreadable\":true}";

  private final EventCodec codec;
  private final EventSignal signal;

  /** For one session. */
  public EventLog(
      ReadConnection connection, long sessionId, RecordCipher keys, EventSignal signal) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.codec = new EventCodec(sessionId, keys);
    this.signal = signal;
  }

  /**
   * The events after a sequence, oldest first.
   *
   * @param limit how many at most; fewer when they are long, but never none when there are any
   */
  public List<StoredEvent> after(long sequence, int limit) {
    return after(sequence, limit, type -> true).events();
  }

  /**
   * A stretch of the outbox.
   *
   * @param events those of the wanted types, oldest first
   * @param count how many there are of all types; as many as were asked for also when the stretch
   *     is shorter since they are long, so that who gets fewer knows that it was the last stretch
   * @param last the sequence of the last one of any type, or the one asked after
   */
  public record Stretch(List<StoredEvent> events, int count, long last) {}

  /** The stretch after a sequence; what is not wanted is not even decrypted. */
  public Stretch after(long sequence, int limit, Predicate<String> wanted) {
    return query(
        AFTER,
        p -> p.number(sessionId).number(sequence).number(limit),
        (open, row) -> {
          List<Row> events = new ArrayList<>();
          int count = 0;
          long last = sequence;
          while (row.next()) {
            if (!row.getBoolean(FITS)) {
              count = limit;
              break;
            }
            count++;
            last = row.getLong(1);
            if (wanted.test(row.getString(TYPE))) {
              events.add(row(row));
            }
          }
          return stretch(events, codec.firstMessages(open, contents(events)), count, last, limit);
        });
  }

  /**
   * How often this process stored events; to be asked for before reading, so that none is missed.
   */
  public long stored() {
    return signal.count();
  }

  /**
   * Waits, without the database, until events were stored more often.
   *
   * @return false when the time ran out first
   */
  public boolean awaitStored(long seen, Duration patience) throws InterruptedException {
    return signal.await(seen, patience);
  }

  /** The events with these sequences, oldest first; those that are gone are left out. */
  public List<StoredEvent> listed(List<Long> sequences) {
    return events(LISTED, p -> p.array("bigint", sequences.toArray(Long[]::new)).number(sessionId));
  }

  /** The newest event's sequence, 0 when there is none. */
  public long last() {
    return number(LAST, p -> p.number(sessionId)).orElse(0);
  }

  /**
   * The sequence of the event with this id. Searches all of them: for people, not for every
   * request.
   */
  public OptionalLong sequenceOf(String id) {
    return number(BY_ID, p -> p.number(sessionId).text(id.replace('\0', ' ')));
  }

  /** The sequence of the last event before a time, 0 when there is none. */
  public long sequenceBefore(Instant time) {
    return number(BEFORE_TIME, p -> p.number(sessionId).text(time.toString())).orElse(0);
  }

  private List<StoredEvent> events(String sql, Parameters.Binder binder) {
    return query(
        sql,
        binder,
        (open, row) -> {
          List<Row> events = new ArrayList<>();
          while (row.next()) {
            events.add(row(row));
          }
          return stored(events, codec.messages(open, contents(events)));
        });
  }

  private record Row(long sequence, Instant at, EventCodec.Content content) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        EventCodec.content(row, 3));
  }

  private static List<EventCodec.Content> contents(List<Row> rows) {
    return rows.stream().map(Row::content).toList();
  }

  /** Ends before the first event whose message was left out; the next stretch begins with it. */
  private Stretch stretch(
      List<Row> rows, Map<String, StoredMessage> messages, int count, long last, int limit) {
    for (int i = 1; i < rows.size(); i++) {
      Optional<String> needed = rows.get(i).content().neededMessage();
      if (needed.isPresent() && !messages.containsKey(needed.get())) {
        return new Stretch(stored(rows.subList(0, i), messages), limit, rows.get(i - 1).sequence());
      }
    }
    return new Stretch(stored(rows, messages), count, last);
  }

  private List<StoredEvent> stored(List<Row> rows, Map<String, StoredMessage> messages) {
    return rows.stream().map(row -> stored(row, messages)).toList();
  }

  /** One that cannot be read must not hold back those behind it. */
  private StoredEvent stored(Row row, Map<String, StoredMessage> messages) {
    String data;
    boolean readable = true;
    try {
      data = codec.document(row.content(), messages);
    } catch (StoredStateException e) {
      LOG.errorf("Event %s cannot be read: %s", row.content().id(), e.getMessage());
      data = UNREADABLE;
      readable = false;
    }
    return new StoredEvent(
        row.sequence(),
        row.content().id(),
        row.content().type(),
        Optional.ofNullable(row.content().subject()),
        row.at(),
        data,
        readable,
        Optional.ofNullable(row.content().trace()));
  }

  private OptionalLong number(String sql, Parameters.Binder binder) {
    return query(
        sql,
        binder,
        (_, row) -> row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty());
  }

  private interface ResultReader<T> {
    T read(Connection open, ResultSet rows) throws SQLException;
  }

  private <T> T query(String sql, Parameters.Binder binder, ResultReader<T> reader) {
    try {
      return connection.use(
          open -> {
            try (PreparedStatement statement = open.prepareStatement(sql)) {
              binder.bind(new Parameters(statement));
              try (ResultSet rows = statement.executeQuery()) {
                return reader.read(open, rows);
              }
            }
          });
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }
}
