package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A session's lease while it is ours, and the only way to commit. Safe for use by several threads;
 * commits happen one after another. Once lost it stays lost: the next acquisition makes another
 * object.
 */
public final class Lease implements CommitScope {
  /** Takes a connection for commits, or fails. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  /** A successor waits for the lease to expire when giving it back takes longer. */
  private static final int RELEASE_MILLIS = 2_000;

  private final Grant grant;
  private final Optional<String> restored;
  private final CommitWitness witness;
  private final LeaseTable table;
  private final Connector connector;
  private final LongSupplier nanos;
  private final Runnable lossSignal;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicReference<@Nullable LeaseLoss> loss = new AtomicReference<>();
  private volatile LeaseClock clock;
  private volatile @Nullable Connection connection;
  private volatile @Nullable PendingConnection opening;
  private long commitNo;
  private long sequence;

  Lease(
      Acquisition.Acquired acquired,
      LeaseTerms terms,
      LeaseTable table,
      Connection connection,
      Connector connector,
      LongSupplier nanos,
      CommitWitness witness,
      Runnable lossSignal) {
    this.grant = acquired.grant();
    this.restored = acquired.restored();
    this.witness = witness;
    this.table = table;
    this.connection = connection;
    this.connector = connector;
    this.nanos = nanos;
    this.lossSignal = lossSignal;
    this.clock = new LeaseClock(terms, acquired.sentAt());
    this.commitNo = grant.commitNo();
    this.sequence = grant.sequence();
  }

  /** What the acquisition found and made. */
  public Grant grant() {
    return grant;
  }

  /**
   * Why the state that was acquired is taken to be restored, which is noted in it; empty when it
   * goes on where it was left.
   */
  public Optional<String> restored() {
    return restored;
  }

  /** Why the lease is not ours any more, or null while it is. */
  public @Nullable LeaseLoss loss() {
    return loss.get();
  }

  /** The number of the last commit that is known to be stored. */
  public long commitNo() {
    lock.lock();
    try {
      return commitNo;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stores everything that {@code work} adds, in one fenced transaction and one round trip.
   *
   * @throws LeaseLostException it is not known to be stored, and nothing can be stored under this
   *     lease any more
   * @throws CommitRefusedException nothing is stored, the lease is still ours
   */
  @Override
  public void commit(Consumer<FencedBatch> work) throws LeaseLostException, CommitRefusedException {
    lock.lock();
    try {
      long sentAt = believed();
      FencedBatch batch = new FencedBatch(sequence);
      work.accept(batch);
      Connection open = connected();
      try (PreparedStatement statement = prepared(open, batch)) {
        statement.execute();
        SQLWarning warning = statement.getWarnings();
        if (warning != null) {
          // A wait for a synchronous standby that was cut short is reported like this, as success.
          throw lose(new LeaseLoss.OutcomeUnknown("the server warned: " + warning.getSQLState()));
        }
      } catch (SQLException e) {
        failed(open, e);
      }
      commitNo++;
      witness.stored(grant.epoch(), commitNo);
      sequence = batch.sequence();
      clock = clock.renewed(sentAt);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads on the connection that commits.
   *
   * @throws LeaseLostException the lease is not ours any more
   * @throws SQLException the read failed, the lease is still ours
   */
  @Override
  public <T> T read(Reading<T> reading) throws LeaseLostException, SQLException {
    lock.lock();
    try {
      believed();
      Connection open = connector(connection);
      try {
        return reading.read(open);
      } catch (SQLException e) {
        if (Outcome.connectionBroken(e)) {
          drop(open);
        }
        throw lossOr(e);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Renews an idle lease when that is due.
   *
   * @throws SQLException the renewal did not come through; another try on another connection may
   */
  void renewIfDue() throws LeaseLostException, SQLException {
    lock.lock();
    try {
      long sentAt = believed();
      if (clock.untilRenewal(sentAt) > 0) {
        return;
      }
      Connection open = connector(connection);
      try {
        if (!table.renew(open, grant.token(), commitNo)) {
          throw lose(
              table
                  .hidden(open)
                  .<LeaseLoss>map(LeaseLoss.RowsHidden::new)
                  .orElseGet(LeaseLoss.Fenced::new));
        }
      } catch (SQLException e) {
        drop(open);
        throw lossOr(e);
      }
      clock = clock.renewed(sentAt);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the lease back, so that a successor need not wait.
   *
   * @return the last commit's number as stored, or nothing when it could not be given back
   */
  OptionalLong release() {
    lock.lock();
    try {
      Connection open = connection;
      if (open == null || loss.get() != null || clock.passed(nanos.getAsLong())) {
        return OptionalLong.empty();
      }
      open.setNetworkTimeout(Runnable::run, RELEASE_MILLIS);
      boolean released = table.release(open, grant.token(), commitNo);
      return released ? OptionalLong.of(++commitNo) : OptionalLong.empty();
    } catch (SQLException e) {
      return OptionalLong.empty();
    } finally {
      lose(new LeaseLoss.Released());
      lock.unlock();
    }
  }

  LeaseClock clock() {
    return clock;
  }

  /** Ends the lease, whatever a commit under way may be waiting for. Without lock on purpose. */
  LeaseLostException lose(LeaseLoss reason) {
    loss.compareAndSet(null, reason);
    PendingConnection begun = opening;
    if (begun != null) {
      begun.giveUp();
    }
    Connection open = connection;
    if (open != null) {
      drop(open);
    }
    lossSignal.run();
    LeaseLoss first = loss.get();
    return new LeaseLostException(first == null ? reason : first);
  }

  private long believed() throws LeaseLostException {
    LeaseLoss lost = loss.get();
    if (lost != null) {
      throw new LeaseLostException(lost);
    }
    long now = nanos.getAsLong();
    if (clock.passed(now)) {
      throw lose(new LeaseLoss.DeadlinePassed());
    }
    return now;
  }

  private Connection connected() throws LeaseLostException, CommitRefusedException {
    try {
      return connector(connection);
    } catch (SQLException e) {
      throw new CommitRefusedException(e, true);
    }
  }

  private Connection connector(@Nullable Connection open) throws SQLException, LeaseLostException {
    if (open != null) {
      return open;
    }
    Connection fresh = opened();
    connection = fresh;
    LeaseLoss lost = loss.get();
    if (lost != null) {
      drop(fresh);
      throw new LeaseLostException(lost);
    }
    return fresh;
  }

  private Connection opened() throws SQLException, LeaseLostException {
    PendingConnection begun = new PendingConnection(connector);
    opening = begun;
    LeaseLoss before = loss.get();
    if (before != null) {
      // Whoever lost it may have looked for an opening too early.
      begun.giveUp();
    }
    try {
      return begun.connection();
    } catch (CancellationException e) {
      throw new LeaseLostException(Objects.requireNonNull(loss.get()));
    } finally {
      opening = null;
    }
  }

  private PreparedStatement prepared(Connection open, FencedBatch batch)
      throws CommitRefusedException {
    try {
      return batch.prepare(open, table.fence(grant.token(), commitNo, batch.sequence()));
    } catch (SQLException e) {
      // Parameters that cannot be bound: nothing was sent.
      throw new CommitRefusedException(e, false);
    }
  }

  private void failed(Connection open, SQLException error)
      throws LeaseLostException, CommitRefusedException {
    switch (Outcome.of(error)) {
      case FENCED -> throw lose(new LeaseLoss.Fenced());
      case HIDDEN -> throw lose(new LeaseLoss.RowsHidden(String.valueOf(error.getMessage())));
      case UNKNOWN -> throw lose(new LeaseLoss.OutcomeUnknown("SQLSTATE " + error.getSQLState()));
      case ROLLED_BACK -> {
        try (Statement statement = open.createStatement()) {
          statement.execute("rollback");
        } catch (SQLException e) {
          // Nothing is stored, whatever became of this connection.
          drop(open);
        }
        throw new CommitRefusedException(error, false);
      }
    }
  }

  private SQLException lossOr(SQLException error) throws LeaseLostException {
    LeaseLoss lost = loss.get();
    if (lost != null) {
      throw new LeaseLostException(lost);
    }
    return error;
  }

  private void drop(Connection open) {
    connection = null;
    try {
      open.abort(Runnable::run);
    } catch (SQLException e) {
      // It is given up either way; the server ends it by its own limits.
      return;
    }
  }
}
