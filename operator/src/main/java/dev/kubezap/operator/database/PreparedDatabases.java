package dev.kubezap.operator.database;

import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.slots.Slots;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * Remembers which databases were migrated lately, so that each is migrated once, before its first
 * pod, and again only after a while, in case it was restored with an older schema. One that is away
 * is asked again after a while only, however many sessions wait for it. A migration that takes long
 * goes on by itself while its sessions are told of it.
 */
public final class PreparedDatabases {

  private static final Logger LOG = Logger.getLogger(PreparedDatabases.class);

  private static final Duration TRUSTED = Duration.ofMinutes(30);
  private static final Duration PAUSE = Duration.ofSeconds(4);

  private final SessionDatabase database;
  private final Clock clock;
  private final Slots slots;
  private final Duration patience;
  private final Map<DatabaseLogin, Preparation> preparations = new ConcurrentHashMap<>();

  /**
   * Nothing is migrated yet.
   *
   * @param database does it
   * @param clock for the pause after a failure
   * @param slots given free while a database is waited for
   * @param patience how long a session waits for a migration before it is told of it
   */
  public PreparedDatabases(SessionDatabase database, Clock clock, Slots slots, Duration patience) {
    this.database = database;
    this.clock = clock;
    this.slots = slots;
    this.patience = patience;
  }

  private record Failure(Problem problem, boolean away, Instant at) {}

  /** What is known of one database; guarded by itself. */
  private static final class Preparation {
    private final MigrationSteps steps = new MigrationSteps();
    private Optional<Instant> done = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Optional<FutureTask<Void>> running = Optional.empty();
  }

  /**
   * Migrates the database unless that was done lately; sessions of one database wait for the same
   * migration. Answers why it is not prepared yet; a database that was prepared and is away now is
   * no reason.
   */
  public Optional<Problem> prepare(DatabaseLogin login) {
    Preparation preparation = preparations.computeIfAbsent(login, ignored -> new Preparation());
    Optional<FutureTask<Void>> waited;
    synchronized (preparation) {
      waited = preparation.running;
      if (waited.isEmpty()) {
        Instant now = clock.instant();
        if (preparation.done.filter(done -> now.isBefore(done.plus(TRUSTED))).isPresent()) {
          return Optional.empty();
        }
        if (preparation.failure.filter(it -> now.isBefore(it.at().plus(PAUSE))).isPresent()) {
          return answer(preparation, login);
        }
        waited = Optional.of(begun(preparation, login));
      }
    }
    FutureTask<Void> migration = waited.get();
    slots.outside(() -> ended(migration));
    synchronized (preparation) {
      return answer(preparation, login);
    }
  }

  /** The database lacks what it had, such as after it was restored: it is prepared anew. */
  public void distrust(DatabaseLogin login) {
    preparations.remove(login);
  }

  /** The databases that were prepared and not found to lack something since. */
  public List<DatabaseLogin> known() {
    return preparations.entrySet().stream()
        .filter(entry -> done(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean done(Preparation preparation) {
    synchronized (preparation) {
      return preparation.done.isPresent();
    }
  }

  /** How many migrations run now. */
  public long running() {
    return preparations.values().stream().filter(PreparedDatabases::runs).count();
  }

  /** How many steps the migrations that run now have before them. */
  public long stepsLeft() {
    return left(MigrationSteps::left);
  }

  /** About how many rows the tables have that these migrations have not visited yet. */
  public long rowsLeft() {
    return left(MigrationSteps::rowsLeft);
  }

  private long left(ToLongFunction<MigrationSteps> amount) {
    return preparations.values().stream()
        .filter(PreparedDatabases::runs)
        .mapToLong(preparation -> amount.applyAsLong(preparation.steps))
        .sum();
  }

  private static boolean runs(Preparation preparation) {
    synchronized (preparation) {
      return preparation.running.isPresent();
    }
  }

  private FutureTask<Void> begun(Preparation preparation, DatabaseLogin login) {
    var task = new FutureTask<Void>(() -> attempt(preparation, login), null);
    preparation.running = Optional.of(task);
    Thread.ofVirtual().name("migration").start(task);
    return task;
  }

  private void attempt(Preparation preparation, DatabaseLogin login) {
    Optional<Failure> failure = Optional.empty();
    try {
      database.migrate(login, preparation.steps);
    } catch (SQLException e) {
      Problem problem = Refusal.of("could not be prepared", login, e);
      failure = Optional.of(new Failure(problem, Refusal.away(e), clock.instant()));
    } catch (RuntimeException e) {
      LOG.warnf(e, "the database at %s could not be prepared", login.url());
      var problem =
          Problem.passing("ReconcileFailed", "it is tried again after an error: " + e.getMessage());
      failure = Optional.of(new Failure(problem, false, clock.instant()));
    }
    synchronized (preparation) {
      preparation.running = Optional.empty();
      preparation.failure = failure;
      if (failure.isEmpty()) {
        preparation.done = Optional.of(clock.instant());
      }
    }
  }

  private boolean ended(FutureTask<Void> migration) {
    try {
      migration.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause()); // an attempt lets nothing out but errors
    }
  }

  private static Optional<Problem> answer(Preparation preparation, DatabaseLogin login) {
    if (preparation.running.isPresent()) {
      return preparation.done.isPresent() && !preparation.steps.underWay()
          ? Optional.empty()
          : Optional.of(preparation.steps.problem(login));
    }
    return preparation
        .failure
        .filter(failure -> preparation.done.isEmpty() || !failure.away())
        .map(Failure::problem);
  }
}
