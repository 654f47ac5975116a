package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.engine.QuarantineKey;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Inputs that were set aside, for the API, oldest first. Every method may wait for the database and
 * throws {@link StoreUnavailableException} when it does not answer.
 */
public final class QuarantineQueries {
  private static final String PAGE =
      """
      select name, value from kubezap.state
       where session_id = ? and kind = 'quarantine' and name > ? order by name limit ?
      """;

  private static final String ONE =
      "select name, value from kubezap.state where session_id = ? and kind = 'quarantine' and name = ?";

  private final ReadConnection connection;
  private final long sessionId;
  private final RowCipher cipher;

  /** For one session. */
  public QuarantineQueries(ReadConnection connection, long sessionId, RecordCipher keys) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.cipher = new RowCipher(keys, sessionId);
  }

  /**
   * An input that was set aside.
   *
   * @param id time-ordered
   */
  public record Quarantined(String id, QuarantineKey.Entry entry) {}

  /**
   * A page of them.
   *
   * @param limit how many at most, from 1
   * @param cursor where the page before ended
   * @throws BadCursorException when the cursor is not one of this list
   */
  public Slice<Quarantined> page(int limit, Optional<String> cursor) {
    String after = Cursor.decode(cursor).map(Cursor::id).orElse("");
    List<Quarantined> found =
        read(
            PAGE, parameters -> parameters.number(sessionId).bytes(bytes(after)).number(limit + 1));
    List<Quarantined> items = found.stream().limit(limit).toList();
    return new Slice<>(
        items,
        found.size() > limit
            ? Optional.of(new Cursor(items.getLast().entry().at(), items.getLast().id()).encode())
            : Optional.empty());
  }

  /** The one with this id. */
  public Optional<Quarantined> one(String id) {
    return read(ONE, parameters -> parameters.number(sessionId).bytes(bytes(id))).stream()
        .findFirst();
  }

  private List<Quarantined> read(String sql, Parameters.Binder binder) {
    try {
      return connection.use(open -> Rows.read(open, sql, binder, this::quarantined));
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }

  private Quarantined quarantined(ResultSet row) throws SQLException {
    QuarantineKey key = new QuarantineKey(new String(row.getBytes(1), StandardCharsets.UTF_8));
    byte[] stored = cipher.open(RecordStatements.table(key.kind()), key.name(), row.getBytes(2));
    return new Quarantined(key.name(), key.decode(ByteString.copyFrom(stored)));
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
