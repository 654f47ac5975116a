package dev.kubezap.pod.ownership;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A session in the shared database, with leases whose clock and line to it a test has in hand. */
final class LeaseScene implements AutoCloseable {
  static final LeaseTable.Judge CONTINUOUS = (found, acquiring) -> Optional.empty();

  private final AtomicLong witnessed = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong(System.nanoTime());
  private final long session;
  private final CuttingProxy proxy;

  private LeaseScene(long session, CuttingProxy proxy) {
    this.session = session;
    this.proxy = proxy;
  }

  static LeaseScene open() {
    try {
      long session = TestDatabase.newSession();
      TestDatabase.execute(
          "create table if not exists work (session_id bigint, entry text); grant all on work to public");
      return new LeaseScene(session, new CuttingProxy(TestDatabase.port()));
    } catch (SQLException | IOException e) {
      throw new AssertionError("no session could be made", e);
    }
  }

  long session() {
    return session;
  }

  /** The line between leases and the database. */
  CuttingProxy proxy() {
    return proxy;
  }

  /** What leases take for the time. */
  AtomicLong nanos() {
    return nanos;
  }

  /** The last commit that the volume was told of. */
  AtomicLong witnessed() {
    return witnessed;
  }

  FencedBatch write(FencedBatch batch, String entry) {
    return batch.add(
        "insert into work values (?, ?)", parameters -> parameters.number(session).text(entry));
  }

  Lease acquire(String holder, long atLeast) throws SQLException {
    LeaseTable table = new LeaseTable(session, holder, LeaseTerms.DEFAULT);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(session, proxy.port()));
    Lease.Connector connector =
        () -> opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
    Connection connection = connector.connect();
    Acquisition acquisition =
        table.acquire(connection, UUID.randomUUID(), atLeast, nanos::get, CONTINUOUS);
    return new Lease(
        (Acquisition.Acquired) acquisition,
        LeaseTerms.DEFAULT,
        table,
        connection,
        connector,
        nanos::get,
        (epoch, commitNo) -> witnessed.set(commitNo),
        () -> {});
  }

  Acquisition attempt(String holder) throws SQLException {
    try (Connection connection = TestDatabase.connect()) {
      return new LeaseTable(session, holder, LeaseTerms.DEFAULT)
          .acquire(connection, UUID.randomUUID(), 0, nanos::get, CONTINUOUS);
    }
  }

  long entries() throws SQLException {
    return TestDatabase.number("select count(*) from work where session_id = " + session);
  }

  long column(String name) throws SQLException {
    return TestDatabase.number(
        "select " + name + " from kubezap.lease where session_id = " + session);
  }

  long secondsLeft() throws SQLException {
    return column("extract(epoch from expires_at - now())::bigint");
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }
}
