package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.database.SessionDatabase;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was asked for; can be switched off. */
final class FakeDatabase implements SessionDatabase {

  final List<DatabaseLogin> migrated = new CopyOnWriteArrayList<>();
  final Map<String, String> passwords = new ConcurrentHashMap<>();
  final Set<String> erased = ConcurrentHashMap.newKeySet();
  volatile boolean away;
  volatile boolean broken;

  @Override
  public void migrate(DatabaseLogin login) throws SQLException {
    answer();
    migrated.add(login);
  }

  @Override
  public String admit(DatabaseLogin login, String namespace, String session, String password)
      throws SQLException {
    answer();
    passwords.put(namespace + "/" + session, password);
    return "kubezap_session_42";
  }

  @Override
  public void erase(DatabaseLogin login, String namespace, String session) throws SQLException {
    answer();
    erased.add(namespace + "/" + session);
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
