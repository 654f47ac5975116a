package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;

/** Runs queries of the API; each may wait for the database. */
final class ReadRows {
  private final ReadConnection connection;

  ReadRows(ReadConnection connection) {
    this.connection = connection;
  }

  /**
   * All rows of a query.
   *
   * @throws StoreUnavailableException when the database does not answer
   */
  <T> List<T> of(String sql, Parameters.Binder binder, RowReader<T> reader) {
    try {
      return connection.use(open -> Rows.read(open, sql, binder, reader));
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }
}
