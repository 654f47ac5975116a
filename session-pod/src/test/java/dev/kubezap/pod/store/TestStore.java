package dev.kubezap.pod.store;

import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.ConnectionOpener;
import dev.kubezap.pod.ownership.Lease;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.ownership.TestLeases;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;

/** A session of its own in the shared database, owned by this test. */
public final class TestStore implements AutoCloseable {
  private final long session;
  private final Lease lease;
  private final ReadConnection reads;
  private final RecordCipher cipher =
      new RecordCipher(List.of(new DataKey(new byte[DataKey.LENGTH])), new SecureRandom());
  private final EventSignal signal = new EventSignal();
  private final PostgresSessionStore store;

  private TestStore(long session, Lease lease) {
    this.session = session;
    this.lease = lease;
    this.reads =
        new ReadConnection(
            new ConnectionOpener(TestDatabase.address(session)), session, problem -> {});
    this.store = store(lease);
  }

  public static TestStore open() {
    try {
      return open(TestDatabase.newSession());
    } catch (SQLException e) {
      throw new AssertionError("no session could be made", e);
    }
  }

  /** Of a session that is there already. */
  public static TestStore open(long session) {
    try {
      return new TestStore(session, TestLeases.acquire(session, "test"));
    } catch (SQLException e) {
      throw new AssertionError("the session could not be acquired", e);
    }
  }

  public long session() {
    return session;
  }

  public Lease lease() {
    return lease;
  }

  RecordCipher cipher() {
    return cipher;
  }

  public EventSignal signal() {
    return signal;
  }

  public ReadConnection reads() {
    return reads;
  }

  public PostgresSessionStore store() {
    return store;
  }

  public PostgresSessionStore store(Lease owner) {
    return new PostgresSessionStore(owner, session, cipher, signal::raise);
  }

  public EventLog events() {
    return new EventLog(reads, session, cipher, signal);
  }

  public MessageQueries queries() {
    return new MessageQueries(reads, session, cipher);
  }

  public Lease takeOver() throws SQLException {
    return TestLeases.acquire(session, "successor");
  }

  @Override
  public void close() {
    TestLeases.end(lease);
    reads.close();
  }
}
