package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Acquires leases for tests of what is stored under them. */
public final class TestLeases {
  private TestLeases() {}

  /** Acquires the lease for a holder; somebody else's is expired first. */
  public static Lease acquire(long session, String holder) throws SQLException {
    TestDatabase.execute(
        "update kubezap.lease set expires_at = '-infinity' where session_id = " + session);
    LeaseTable table = new LeaseTable(session, holder, LeaseTerms.DEFAULT);
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address());
    Lease.Connector connector =
        () -> opener.open(table.applicationName(), Duration.ofSeconds(5), Duration.ofSeconds(5));
    Connection connection = connector.connect();
    Acquisition acquisition = table.acquire(connection, UUID.randomUUID(), 0, System::nanoTime);
    return new Lease(
        (Acquisition.Acquired) acquisition,
        LeaseTerms.DEFAULT,
        table,
        connection,
        connector,
        System::nanoTime,
        () -> {});
  }

  /** Ends a lease and its connection. */
  public static void end(Lease lease) {
    lease.lose(new LeaseLoss.Released());
  }
}
