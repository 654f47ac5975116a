package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** What changes are stored in: a lease that is ours, or the transaction that acquires one. */
public interface CommitScope {

  /** Reads state on the connection that commits, so that it sees every commit before. */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads on a connection; it neither commits nor changes anything there. */
    T read(Connection connection) throws SQLException;
  }

  /**
   * Stores everything that {@code work} adds, as a whole or not at all.
   *
   * @throws LeaseLostException it is not known to be stored, and nothing can be stored here any
   *     more
   * @throws CommitRefusedException nothing is stored, the session is still ours
   */
  void commit(Consumer<FencedBatch> work) throws LeaseLostException, CommitRefusedException;

  /**
   * Reads on the connection that commits.
   *
   * @throws LeaseLostException the session is not ours any more
   * @throws SQLException the read failed, the session is still ours
   */
  <T> T read(Reading<T> reading) throws LeaseLostException, SQLException;
}
