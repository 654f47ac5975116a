package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.Parameters;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Encrypts what is stored under an older data key anew, a page at a time beside the session's work,
 * until nothing needs the older key. It keeps no place: a restart finds what is left by the id of
 * the key in each record. Needs no fence, since it replaces a record only by the same content and
 * only while it is as it was read.
 */
public final class KeyRotation implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KeyRotation.class);
  private static final int PAGE = 200;
  private static final Duration BETWEEN_PAGES = Duration.ofMillis(20);
  private static final Duration BETWEEN_PASSES = Duration.ofSeconds(2);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

  /** Told how far it has come. */
  public interface Progress {
    /** So many more records are under the present key. */
    void reencrypted(long records);

    /** Whether records under older keys may be left. */
    void rotating(boolean running);
  }

  /** A row of a page; without a record when there is nothing to do. */
  private record Row(
      List<String> key, String contextTable, String contextKey, Optional<byte[]> sealed) {}

  private final ReadConnection connection;
  private final long sessionId;
  private final RecordCipher keys;
  private final RowCipher cipher;
  private final Progress progress;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Prepares; nothing runs yet. */
  public KeyRotation(
      ReadConnection connection, long sessionId, RecordCipher keys, Progress progress) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.keys = keys;
    this.cipher = new RowCipher(keys, sessionId);
    this.progress = progress;
  }

  /** Begins, when there is an older key at all. */
  public void start() {
    if (keys.hasOlderKeys()) {
      Thread.ofVirtual().name("key-rotation").start(this::run);
    }
  }

  private void run() {
    progress.rotating(true);
    try {
      Optional<Duration> pause = attempt();
      while (pause.isPresent() && !closed.await(pause.get().toMillis(), TimeUnit.MILLISECONDS)) {
        pause = attempt();
      }
      if (pause.isEmpty()) {
        progress.rotating(false);
        LOG.infof(
            "Everything is stored under the data key %s: older keys are not needed any more",
            keys.currentIdText());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers how long to wait before the next pass; empty when there is nothing left to do. */
  private Optional<Duration> attempt() throws InterruptedException {
    try {
      return pass() == 0 ? Optional.empty() : Optional.of(BETWEEN_PASSES);
    } catch (SQLException e) {
      LOG.debugf("Re-encryption goes on later: SQLSTATE %s", e.getSQLState());
    } catch (StoredStateException e) {
      LOG.errorf("A record needs a data key that is not given: %s", e.getMessage());
    }
    return Optional.of(AFTER_FAILURE);
  }

  /** Goes through everything once; answers how many records it found under older keys. */
  long pass() throws SQLException, InterruptedException {
    long found = 0;
    for (SealedTable table : SealedTable.ALL) {
      List<String> behind = List.of();
      while (closed.getCount() > 0) {
        List<Row> page = page(table, behind);
        List<Row> old = page.stream().filter(row -> row.sealed().isPresent()).toList();
        if (!old.isEmpty()) {
          found += old.size();
          progress.reencrypted(replace(table, old));
        }
        if (page.size() < PAGE) {
          break;
        }
        behind = page.getLast().key();
        if (closed.await(BETWEEN_PAGES.toMillis(), TimeUnit.MILLISECONDS)) {
          return found + 1;
        }
      }
    }
    return closed.getCount() > 0 ? found : found + 1;
  }

  private List<Row> page(SealedTable table, List<String> behind) throws SQLException {
    int width = table.keys().size();
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(table.page(behind.isEmpty()))) {
            Parameters parameters =
                new Parameters(statement).bytes(keys.currentId()).number(sessionId);
            for (String part : behind) {
              parameters.text(part);
            }
            parameters.number(PAGE);
            try (ResultSet row = statement.executeQuery()) {
              List<Row> rows = new ArrayList<>();
              while (row.next()) {
                List<String> key = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                  key.add(row.getString(i));
                }
                rows.add(
                    new Row(
                        key,
                        row.getString(width + 1),
                        new String(row.getBytes(width + 2), StandardCharsets.UTF_8),
                        Optional.ofNullable(row.getBytes(width + 3))));
              }
              return rows;
            }
          }
        });
  }

  private long replace(SealedTable table, List<Row> old) throws SQLException {
    byte[][] before = new byte[old.size()][];
    byte[][] after = new byte[old.size()][];
    for (int i = 0; i < before.length; i++) {
      Row row = old.get(i);
      byte[] sealed = row.sealed().orElseThrow();
      before[i] = sealed;
      after[i] =
          cipher.seal(
              row.contextTable(),
              row.contextKey(),
              cipher.open(row.contextTable(), row.contextKey(), sealed));
    }
    return connection.use(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(table.replace())) {
            Parameters parameters = new Parameters(statement);
            for (int i = 0; i < table.keys().size(); i++) {
              int part = i;
              parameters.array(
                  "text", old.stream().map(row -> row.key().get(part)).toArray(String[]::new));
            }
            parameters.array("bytea", before).array("bytea", after);
            parameters.number(sessionId);
            return statement.executeUpdate();
          }
        });
  }

  /** Ends; whoever owns the session next goes on. */
  @Override
  public void close() {
    closed.countDown();
  }
}
