package dev.kubezap.operator.reconcile;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.database.SessionDatabase;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what was asked for; can be switched off. */
final class FakeDatabase implements SessionDatabase {

  final List<DatabaseLogin> migrated = new CopyOnWriteArrayList<>();
  final Map<String, String> passwords = new ConcurrentHashMap<>();
  final Map<String, String> places = new ConcurrentHashMap<>();
  final Map<String, String> erasedAt = new ConcurrentHashMap<>();
  final Map<String, Hold.Row> held = new ConcurrentHashMap<>();
  final Set<String> stored = ConcurrentHashMap.newKeySet();
  final Set<String> erased = ConcurrentHashMap.newKeySet();
  final AtomicInteger hanging = new AtomicInteger();
  final CountDownLatch goOn = new CountDownLatch(1);
  volatile boolean away;
  volatile boolean broken;

  @Override
  public void migrate(DatabaseLogin login, MigrationProgress progress) throws SQLException {
    answer();
    if (login.url().contains("hangs")) {
      hang();
    }
    migrated.add(login);
  }

  @Override
  public boolean stored(DatabaseLogin login, String namespace, String session) throws SQLException {
    answer();
    return stored.contains(namespace + "/" + session);
  }

  @Override
  public String admit(DatabaseLogin login, String namespace, String session, String password)
      throws SQLException {
    answer();
    places.put(namespace + "/" + session, login.url());
    passwords.put(namespace + "/" + session, password);
    return "kubezap_session_42";
  }

  @Override
  public Optional<Hold.Row> heldBack(DatabaseLogin login) throws SQLException {
    answer();
    return Optional.ofNullable(held.get(login.url()));
  }

  @Override
  public void holdBack(DatabaseLogin login, Hold.Row row) throws SQLException {
    answer();
    held.put(login.url(), row);
  }

  @Override
  public boolean letSomeConnect(DatabaseLogin login, Hold.Row row) throws SQLException {
    answer();
    return held.computeIfPresent(login.url(), (_, _) -> row) != null;
  }

  @Override
  public void letAllConnect(DatabaseLogin login) throws SQLException {
    answer();
    held.remove(login.url());
  }

  @Override
  public void erase(DatabaseLogin login, String namespace, String session) throws SQLException {
    answer();
    erasedAt.put(namespace + "/" + session, login.url());
    stored.remove(namespace + "/" + session);
    erased.add(namespace + "/" + session);
  }

  private void hang() throws SQLException {
    hanging.incrementAndGet();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }

  private void answer() throws SQLException {
    if (broken) {
      throw new IllegalStateException("nobody foresaw this");
    }
    if (away) {
      throw new SQLException("connection refused", "08001");
    }
  }
}
