package dev.kubezap.pod.webhook;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.store.RowCipher;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The webhooks that were made through the API, encrypted. What an owner writes has no effect once
 * another epoch has begun.
 */
public final class RegistrationTable {
  /** What a webhook's record is bound to as its table. */
  private static final String CONTEXT = "webhook";

  private static final String LOAD =
      "select name, sealed from kubezap.webhook where session_id = ? and sealed is not null order"
          + " by name";

  private static final String PUT =
      """
      insert into kubezap.webhook (session_id, name, position, sealed)
      select l.session_id, ?, coalesce(
             (select sequence from kubezap.outbox where session_id = ? order by sequence desc limit 1), 0), ?
        from kubezap.lease l where l.session_id = ? and l.epoch = ?
      on conflict (session_id, name) do update set sealed = excluded.sealed
      """;

  /** Its place in the outbox goes too: one of the same name begins with the next event. */
  private static final String REMOVE =
      """
      with owned as (select 1 from kubezap.lease where session_id = ? and epoch = ?),
      deliveries as (
        delete from kubezap.webhook_delivery
         where session_id = ? and webhook = ? and exists (select 1 from owned))
      delete from kubezap.webhook where session_id = ? and name = ? and exists (select 1 from owned)
      """;

  private final ReadConnection connection;
  private final long sessionId;
  private final RowCipher cipher;

  public RegistrationTable(ReadConnection connection, long sessionId, RowCipher cipher) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.cipher = cipher;
  }

  /**
   * All of them, by name.
   *
   * @throws dev.kubezap.whatsapp.store.StoredStateException when one cannot be decrypted
   */
  public Map<String, byte[]> load() throws SQLException {
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(LOAD)) {
            new Parameters(statement).number(sessionId);
            Map<String, byte[]> found = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                String name = row.getString(1);
                found.put(name, cipher.open(CONTEXT, name, row.getBytes(2)));
              }
            }
            return found;
          }
        });
  }

  /**
   * Stores one, which begins with the next event unless it is there already.
   *
   * @return whether it is stored; not when this epoch has ended
   */
  public boolean put(long epoch, String name, byte[] setting) throws SQLException {
    byte[] sealed = cipher.seal(CONTEXT, name, setting);
    return changed(
        PUT,
        parameters ->
            parameters.text(name).number(sessionId).bytes(sealed).number(sessionId).number(epoch));
  }

  /**
   * Forgets one, and what waits for it.
   *
   * @return whether it is gone; not when this epoch has ended
   */
  public boolean remove(long epoch, String name) throws SQLException {
    return changed(
        REMOVE,
        parameters ->
            parameters
                .number(sessionId)
                .number(epoch)
                .number(sessionId)
                .text(name)
                .number(sessionId)
                .text(name));
  }

  private boolean changed(String sql, Parameters.Binder binder) throws SQLException {
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(sql)) {
            binder.bind(new Parameters(statement));
            return statement.executeUpdate() == 1;
          }
        });
  }
}
