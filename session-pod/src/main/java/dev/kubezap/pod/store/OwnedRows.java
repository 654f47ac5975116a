package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.LeaseLostException;
import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;

/** Reads rows where the owner commits, so that it sees every commit before. */
record OwnedRows(CommitScope owned) {

  /**
   * The rows of a query.
   *
   * @throws StoreUnavailableException when they cannot be read, or the session is not ours any more
   */
  <T> List<T> read(String sql, Parameters.Binder binder, RowReader<T> reader) {
    try {
      return owned.read(connection -> Rows.read(connection, sql, binder, reader));
    } catch (LeaseLostException | SQLException e) {
      throw new StoreUnavailableException("the stored state cannot be read", e);
    }
  }
}
