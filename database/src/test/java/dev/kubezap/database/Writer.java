package dev.kubezap.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.sql.DataSource;

/**
 * Writes into the largest table as a pod of the version before does, one transaction after another,
 * and notes how long each took: a new message, and how far an older one got.
 */
public final class Writer implements AutoCloseable {
  private static final String INSERT =
      """
      insert into kubezap.message (session_id, id, stanza_id, chat, sender, sender_device, from_me, sent_at, type, status,
        sealed) values (?, ?, ?, ?, 'sender@lid', 0, false, now(), 'text', 'RECEIVED', '')
      """;

  private static final String UPDATE =
      "update kubezap.message set status = 'READ' where session_id = ? and id = ?";

  /** How many rows around the one that is changed are as likely to be. */
  private static final int WRITTEN = 1_000;

  private final DataSource source;
  private final long session;
  private final RandomGenerator random;
  private final List<Duration> took = Collections.synchronizedList(new ArrayList<>());
  private final FutureTask<Void> task;
  private volatile boolean over;

  /**
   * Begins at once.
   *
   * @param session whose rows are written
   * @param seed for what is chosen by chance
   */
  public Writer(DataSource source, long session, long seed) {
    this.source = source;
    this.session = session;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Callable<Void> writing = this::write;
    task = new FutureTask<>(writing);
    Thread.ofPlatform().name("writer").daemon().start(task);
  }

  private Void write() throws SQLException {
    List<UUID> written = new ArrayList<>();
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      while (!over) {
        long begin = System.nanoTime();
        UUID id = new UUID(random.nextLong(), random.nextLong());
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
          insert.setLong(1, session);
          insert.setObject(2, id);
          insert.setString(3, "S" + id);
          insert.setString(4, "chat" + random.nextInt(WRITTEN) + "@lid");
          insert.executeUpdate();
        }
        written.add(id);
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
          update.setLong(1, session);
          update.setObject(2, written.get(random.nextInt(written.size())));
          update.executeUpdate();
        }
        connection.commit();
        took.add(Duration.ofNanos(System.nanoTime() - begin));
      }
    }
    return null;
  }

  /** How long each transaction took until now, shortest first. */
  public List<Duration> took() {
    synchronized (took) {
      return took.stream().sorted().toList();
    }
  }

  /** Forgets what was noted until now. */
  public void forget() {
    took.clear();
  }

  /**
   * Ends it.
   *
   * @throws SQLException when something that it wrote was refused
   */
  @Override
  public void close() throws SQLException {
    over = true;
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new SQLException("a pod of the version before was refused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
