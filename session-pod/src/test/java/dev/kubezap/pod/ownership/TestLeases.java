package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Acquires leases for tests of what is stored under them. */
public final class TestLeases {
  private TestLeases() {}

  /** Acquires the lease for a holder; somebody else's is expired first. */
  public static Lease acquire(long session, String holder) throws SQLException {
    return acquire(
        session,
        holder,
        0,
        Optional.empty(),
        (former, found, acquiring) -> Optional.empty(),
        (epoch, commitNo) -> {});
  }

  /** Acquires the lease as a process does that knows something of it. */
  public static Lease acquire(
      long session,
      String holder,
      long atLeast,
      Optional<FormerOwnership> former,
      Continuation continuation,
      CommitWitness witness)
      throws SQLException {
    TestDatabase.execute(
        "update kubezap.lease set expires_at = '-infinity' where session_id = " + session);
    LeaseTable table = new LeaseTable(session, holder, LeaseTerms.DEFAULT);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(session));
    Lease.Connector connector =
        () -> opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
    Connection connection = connector.connect();
    boolean acquired = false;
    try {
      Acquisition acquisition =
          table.acquire(
              connection,
              UUID.randomUUID(),
              atLeast,
              System::nanoTime,
              (found, acquiring) -> continuation.judge(former, found, acquiring));
      acquired = true;
      return new Lease(
          (Acquisition.Acquired) acquisition,
          LeaseTerms.DEFAULT,
          table,
          connection,
          connector,
          System::nanoTime,
          witness,
          () -> {});
    } finally {
      if (!acquired) {
        connection.close();
      }
    }
  }

  /** Gives a lease back, as a clean stop does; answers the last commit's number. */
  public static OptionalLong release(Lease lease) {
    return lease.release();
  }

  /** Ends a lease and its connection. */
  public static void end(Lease lease) {
    lease.lose(new LeaseLoss.Released());
  }
}
