package dev.kubezap.operator.database;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.util.Optional;

/** What the operator does in the sessions' databases. */
public interface SessionDatabase {

  /**
   * SQL state of a schema that this version cannot bring to its own, such as one of a later
   * version.
   */
  String SCHEMA_UNKNOWN = "KZ001";

  /**
   * Brings the schema to this version and makes what all sessions' login roles have in common; does
   * nothing when it is so.
   *
   * @param progress is told of each step
   * @throws SQLException when the database cannot be reached or refuses
   */
  void migrate(DatabaseLogin login, MigrationProgress progress) throws SQLException;

  /**
   * Whether a session of this name has stored anything, which its keys alone open.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  boolean stored(DatabaseLogin login, String namespace, String session) throws SQLException;

  /**
   * Registers a session and makes its login role, or gives the role this password; open connections
   * stay.
   *
   * @return the name of the role, which sees this session's rows alone
   * @throws SQLException when the database cannot be reached or refuses
   */
  String admit(DatabaseLogin login, String namespace, String session, String password)
      throws SQLException;

  /**
   * What {@link #holdBack} wrote, when it is in force still.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  Optional<Hold.Row> heldBack(DatabaseLogin login) throws SQLException;

  /**
   * Holds back every session's next connection to WhatsApp; a hold of before is replaced.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  void holdBack(DatabaseLogin login, Hold.Row row) throws SQLException;

  /**
   * Says until when the hold lasts and who may connect all the same.
   *
   * @return false when there is no hold any more: somebody ended it
   * @throws SQLException when the database cannot be reached or refuses
   */
  boolean letSomeConnect(DatabaseLogin login, Hold.Row row) throws SQLException;

  /**
   * Ends what {@link #holdBack} began; does nothing when it is over.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  void letAllConnect(DatabaseLogin login) throws SQLException;

  /**
   * Drops a session's login role and deletes every row of it; does nothing when there is none.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  void erase(DatabaseLogin login, String namespace, String session) throws SQLException;
}
