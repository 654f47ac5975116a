package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps trying to own a session, keeps what it owns, and starts over when it is lost. One thread
 * acquires and watches the deadline, another renews, so that a database that hangs cannot hide the
 * deadline.
 */
public final class Ownership implements AutoCloseable {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);

  private final ConnectionOpener opener;
  private final LeaseTerms terms;
  private final LeaseTable table;
  private final Continuation continuation;
  private final CommitWitness witness;
  private final OwnershipListener listener;
  private final LongSupplier nanos;
  private final Supplier<UUID> tokens;
  private final Supplier<Double> jitter;
  private final Semaphore wake = new Semaphore(0);
  private final ExecutorService calls =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("ownership-calls").factory());
  private volatile boolean stopping;
  private volatile long atLeast;

  /** Learned since: may be higher than an epoch that was acquired meanwhile. */
  private volatile long givenBefore;

  private volatile @Nullable Lease current;

  /** Touched by the acquiring thread alone. */
  private Optional<FormerOwnership> former = Optional.empty();

  private @Nullable Thread loop;

  /**
   * Prepares, without any thread or connection.
   *
   * @param sessionId the session's number, registered before
   * @param holder the pod's UID: a restarted container takes its own lease over at once
   * @param atLeast the highest epoch known from the identity file or the resource's status; 0 for
   *     none
   * @param continuation judges what every acquisition finds
   * @param witness told of every commit
   * @param nanos monotonic clock in nanoseconds
   * @param tokens fresh random tokens
   * @param jitter random numbers from 0 to 1
   */
  public Ownership(
      ConnectionOpener opener,
      LeaseTerms terms,
      long sessionId,
      String holder,
      long atLeast,
      Continuation continuation,
      CommitWitness witness,
      OwnershipListener listener,
      LongSupplier nanos,
      Supplier<UUID> tokens,
      Supplier<Double> jitter) {
    this.opener = opener;
    this.terms = terms;
    this.table = new LeaseTable(sessionId, holder, terms);
    this.atLeast = atLeast;
    this.continuation = continuation;
    this.witness = witness;
    this.listener = listener;
    this.nanos = nanos;
    this.tokens = tokens;
    this.jitter = jitter;
  }

  /** Begins trying. */
  public void start() {
    loop = Thread.ofVirtual().name("ownership").start(this::run);
  }

  /** The lease, while it is ours. */
  public @Nullable Lease current() {
    Lease lease = current;
    return lease != null && lease.loss() == null ? lease : null;
  }

  /**
   * Tells an epoch that was given before this process began, when that is learned only later. A
   * lease that is not above it is lost at once, and the next one is acquired above it; the {@link
   * Continuation} judges what that one finds.
   */
  public void givenBefore(long epoch) {
    givenBefore = Math.max(givenBefore, epoch);
    Lease lease = current;
    if (lease != null) {
      loseIfGivenBefore(lease);
    }
  }

  private void loseIfGivenBefore(Lease lease) {
    long known = givenBefore;
    if (lease.grant().epoch() <= known) {
      LeaseLostException _ = lease.lose(new LeaseLoss.GivenBefore(known));
    }
  }

  /**
   * Stops and gives the lease back. Call it after all work under the lease has ended; takes at most
   * about 2 s more than a commit under way.
   */
  @Override
  public void close() {
    stopping = true;
    Lease lease = current;
    if (lease != null) {
      OptionalLong commitNo = lease.release();
      call(() -> listener.released(lease, commitNo));
    }
    wake.release();
    Thread thread = loop;
    try {
      if (thread != null) {
        thread.join();
      }
      calls.shutdown();
      if (!calls.awaitTermination(2, TimeUnit.SECONDS)) {
        calls.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    while (!stopping) {
      Duration pause;
      try {
        pause = attempt();
        failures = 0;
      } catch (SQLException e) {
        failures++;
        String reason =
            e instanceof AcquiringTransaction.UnansweredException
                ? waiting().orElseGet(() -> unanswered(e))
                : unanswered(e);
        call(() -> listener.standby(reason));
        pause = StandbyDelay.afterFailure(failures, jitter.get());
      } catch (RuntimeException e) {
        failures++;
        call(() -> listener.unjudged(e));
        pause = StandbyDelay.afterFailure(failures, jitter.get());
      }
      rest(pause.toNanos());
    }
  }

  /**
   * Tries once, and when it succeeds stays until the lease is lost; answers how long to wait then.
   */
  private Duration attempt() throws SQLException {
    Connection connection = connect();
    boolean kept = false;
    try {
      Acquisition acquisition =
          table.acquire(
              connection,
              tokens.get(),
              Math.max(atLeast, givenBefore),
              nanos,
              (found, acquiring) -> continuation.judge(former, found, acquiring));
      switch (acquisition) {
        case Acquisition.Acquired acquired -> {
          kept = true;
          own(acquired, connection);
          return Duration.ZERO;
        }
        case Acquisition.HeldBy held -> {
          call(() -> listener.standby("held by " + held.holder()));
          return StandbyDelay.behindHolder(held.left(), jitter.get());
        }
        case Acquisition.RowsHidden(String tables) -> {
          call(
              () ->
                  listener.standby(
                      "the database hides this session's rows in "
                          + tables
                          + " from this login: run the operator's migration, or 'call"
                          + " kubezap.protect(...)' for them as their owner"));
          return StandbyDelay.afterFailure(5, jitter.get());
        }
        case Acquisition.NoSuchSession none -> {
          call(() -> listener.standby("the session is not registered in the database"));
          return StandbyDelay.afterFailure(5, jitter.get());
        }
      }
    } finally {
      if (!kept) {
        connection.close();
      }
    }
  }

  private void own(Acquisition.Acquired acquired, Connection connection) {
    Lease lease =
        new Lease(acquired, terms, table, connection, this::connect, nanos, witness, wake::release);
    atLeast = acquired.grant().epoch();
    current = lease;
    // It may have become known before there was a lease to lose.
    loseIfGivenBefore(lease);
    if (stopping) {
      lease.release();
      return;
    }
    Thread renewal = Thread.ofVirtual().name("lease-renewal").start(() -> renew(lease));
    call(() -> listener.acquired(lease));
    while (lease.loss() == null) {
      long left = lease.clock().left(nanos.getAsLong());
      if (left <= 0) {
        lease.lose(new LeaseLoss.DeadlinePassed());
      } else {
        rest(left);
      }
    }
    renewal.interrupt();
    LeaseLoss loss = lease.loss();
    if (loss != null && !(loss instanceof LeaseLoss.Released)) {
      call(() -> listener.lost(lease, loss));
    }
    // Waits for a commit under way, whose connection is broken by now, to learn what came of it.
    former = Optional.of(new FormerOwnership(lease.grant(), lease.commitNo()));
  }

  private void renew(Lease lease) {
    int failures = 0;
    while (lease.loss() == null) {
      try {
        long due =
            failures == 0
                ? lease.clock().untilRenewal(nanos.getAsLong())
                : StandbyDelay.afterFailure(failures, jitter.get()).toNanos();
        if (due > 0) {
          TimeUnit.NANOSECONDS.sleep(due);
        }
        lease.renewIfDue();
        if (failures > 0) {
          call(() -> listener.renewed(Optional.empty()));
        }
        failures = 0;
      } catch (SQLException e) {
        failures++;
        call(() -> listener.renewed(Optional.of(unanswered(e))));
      } catch (LeaseLostException | InterruptedException e) {
        return;
      }
    }
  }

  /** Why a server that answers does not commit. */
  private Optional<String> waiting() {
    try (Connection connection = connect()) {
      return Durability.missingStandby(connection);
    } catch (SQLException e) {
      // It does not answer either: the first error says it.
      return Optional.empty();
    }
  }

  private static String unanswered(SQLException e) {
    String message = e.getMessage();
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("28")) {
      return "the database refuses this login, SQLSTATE "
          + state
          + ": KUBEZAP_DATABASE_USER and its password must be those of its role";
    }
    return message != null && message.contains("targetServerType")
        ? "the database is a standby and takes no writes: KUBEZAP_DATABASE_URL must lead to the"
            + " primary"
        : "the database does not answer: SQLSTATE " + e.getSQLState();
  }

  private Connection connect() throws SQLException {
    return opener.open(table.applicationName(), STATEMENT_TIMEOUT, terms.answerTimeout());
  }

  private void rest(long nanoseconds) {
    try {
      boolean woken = wake.tryAcquire(nanoseconds, TimeUnit.NANOSECONDS);
      if (woken) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void call(Runnable call) {
    try {
      calls.execute(call);
    } catch (RejectedExecutionException e) {
      // Stopped: nobody listens any more.
      return;
    }
  }
}
