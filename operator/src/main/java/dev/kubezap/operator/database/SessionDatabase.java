package dev.kubezap.operator.database;

import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;

/** What the operator does in the sessions' databases. */
public interface SessionDatabase {

  /**
   * SQL state of a schema that this version cannot bring to its own, such as one of a later
   * version.
   */
  String SCHEMA_UNKNOWN = "KZ001";

  /**
   * Brings the schema to this version; does nothing when it is.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  void migrate(DatabaseLogin login) throws SQLException;

  /**
   * Deletes every row of a session; does nothing when there is none.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  void erase(DatabaseLogin login, String namespace, String session) throws SQLException;
}
