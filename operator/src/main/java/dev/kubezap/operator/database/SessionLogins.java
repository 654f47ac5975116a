package dev.kubezap.operator.database;

import dev.kubezap.operator.digest.Digest;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.slots.Slots;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The login roles of sessions, and which of them are known to be as they should: a session that is
 * looked at again costs no connection. What is known is checked again after a while, in case the
 * database was restored without its roles.
 */
public final class SessionLogins {

  private static final Duration TRUSTED = Duration.ofMinutes(30);
  private static final Duration PAUSE = Duration.ofSeconds(4);

  /**
   * Undefined table, schema or role. A database that was restored since it was migrated may lack
   * its schema, or the role that all sessions' roles belong to, which no dump of a database has.
   */
  private static final Set<String> RESTORED = Set.of("42P01", "3F000", "42704");

  private final SessionDatabase database;
  private final PreparedDatabases prepared;
  private final Clock clock;
  private final Slots slots;
  private final Map<Session, Admitted> admitted = new ConcurrentHashMap<>();
  private final Map<DatabaseLogin, Failure> failures = new ConcurrentHashMap<>();

  private record Session(String namespace, String name) {}

  private sealed interface Outcome {}

  private record Admitted(DatabaseLogin login, String role, String passwordDigest, Instant at)
      implements Outcome {}

  private record Failure(Problem problem, boolean away, Instant at) implements Outcome {}

  /**
   * Nothing is known yet.
   *
   * @param prepared told of a database that has lost what it was given
   * @param clock for how long something stays known, and for the pause after a failure
   * @param slots given free while a database is waited for
   */
  public SessionLogins(
      SessionDatabase database, PreparedDatabases prepared, Clock clock, Slots slots) {
    this.database = database;
    this.prepared = prepared;
    this.clock = clock;
    this.slots = slots;
  }

  /**
   * The name of a session's login role, which has this password then.
   *
   * @param password what the role is to have now
   */
  public Result<String> role(DatabaseLogin login, String namespace, String name, String password) {
    Session session = new Session(namespace, name);
    Optional<Admitted> known =
        Optional.ofNullable(admitted.get(session))
            .filter(
                entry ->
                    entry.login().equals(login)
                        && entry.passwordDigest().equals(Digest.of(password)));
    Instant now = clock.instant();
    if (known.filter(entry -> now.isBefore(entry.at().plus(TRUSTED))).isPresent()) {
      return Result.found(known.get().role());
    }
    return switch (admit(session, login, password, now)) {
      case Admitted made -> Result.found(made.role());
      // It was so, and a database that is away is no reason to hold anything else back. One that
      // refuses may have been restored without what it was given.
      case Failure failure when failure.away() && known.isPresent() ->
          Result.found(known.get().role());
      case Failure failure -> Result.missing(failure.problem());
    };
  }

  /** Whether a session of this name has stored anything before, which its keys alone open. */
  public Result<Boolean> stored(DatabaseLogin login, String namespace, String name) {
    Optional<Failure> recent = recent(login, clock.instant());
    if (recent.isPresent()) {
      return Result.missing(recent.get().problem());
    }
    try {
      return Result.found(slots.outside(() -> database.stored(login, namespace, name)));
    } catch (SQLException e) {
      return Result.missing(failed(login, "did not say what the session stored", e).problem());
    }
  }

  /** How a session's database was reached last; empty when this operator never did. */
  public Optional<DatabaseLogin> login(String namespace, String name) {
    return Optional.ofNullable(admitted.get(new Session(namespace, name))).map(Admitted::login);
  }

  /** The session is erased. */
  public void forget(String namespace, String name) {
    admitted.remove(new Session(namespace, name));
  }

  /** One database that is away is asked once in a while, however many sessions wait for it. */
  private Outcome admit(Session session, DatabaseLogin login, String password, Instant now) {
    Optional<Failure> recent = recent(login, now);
    if (recent.isPresent()) {
      return recent.get();
    }
    try {
      String role =
          slots.outside(() -> database.admit(login, session.namespace(), session.name(), password));
      var made = new Admitted(login, role, Digest.of(password), now);
      admitted.put(session, made);
      failures.remove(login);
      return made;
    } catch (SQLException e) {
      return failed(login, "gave the session no login role", e);
    }
  }

  private Optional<Failure> recent(DatabaseLogin login, Instant now) {
    return Optional.ofNullable(failures.get(login))
        .filter(failure -> now.isBefore(failure.at().plus(PAUSE)));
  }

  private Failure failed(DatabaseLogin login, String what, SQLException e) {
    if (RESTORED.contains(String.valueOf(e.getSQLState()))) {
      prepared.distrust(login);
    }
    var failure = new Failure(Refusal.of(what, login, e), Refusal.away(e), clock.instant());
    failures.put(login, failure);
    return failure;
  }
}
