package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.ownership.Breaker;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The client of one ownership after another, and none while connecting is held back for all
 * sessions: that is read before a client begins and whenever it is about to connect anew. A
 * connection that stands is left alone.
 */
final class GatedClient {
  private static final Logger LOG = Logger.getLogger(GatedClient.class);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Reads whether connecting is held back. */
  @FunctionalInterface
  interface Gate {
    Optional<Breaker.Held> held() throws SQLException;
  }

  private final Gate gate;
  private final Duration lookAgain;
  private final Supplier<Duration> spread;
  private final CurrentSession session;
  private final StatusReporter status;
  private final Consumer<RuntimeException> failed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Semaphore changed = new Semaphore(0);
  private Optional<Supplier<WhatsAppClient>> maker = Optional.empty();
  private Optional<Thread> watcher = Optional.empty();
  private boolean holding;

  /**
   * Nothing runs yet.
   *
   * @param lookAgain how often it is read while it matters
   * @param spread a random time to wait once it is allowed again, so that not all come at once
   * @param failed told what a client that is made later cannot begin for
   */
  GatedClient(
      Gate gate,
      Duration lookAgain,
      Supplier<Duration> spread,
      CurrentSession session,
      StatusReporter status,
      Consumer<RuntimeException> failed) {
    this.gate = gate;
    this.lookAgain = lookAgain;
    this.spread = spread;
    this.session = session;
    this.status = status;
    this.failed = failed;
  }

  /** Begins with a client of this ownership, at once or when it may connect. */
  void begin(Supplier<WhatsAppClient> clients) {
    Optional<Breaker.Held> held = read().orElse(Optional.empty());
    lock.lock();
    try {
      if (maker.isPresent()) {
        // What began before and was given up half-way: two clients under one lease would use keys
        // twice.
        end(Duration.ZERO);
      }
      maker = Optional.of(clients);
      if (held.isPresent()) {
        hold(held.get());
      } else {
        open(clients);
      }
      watcher = Optional.of(Thread.ofVirtual().name("connect-gate").start(this::watch));
    } finally {
      lock.unlock();
    }
  }

  /** The session's phase may have changed. */
  void phaseChanged() {
    changed.release();
  }

  /** Ends the client, if there is one: it takes no work, finishes what is in flight. */
  void end(Duration patience) {
    lock.lock();
    try {
      maker = Optional.empty();
      watcher.ifPresent(Thread::interrupt);
      watcher = Optional.empty();
      tell(Optional.empty());
      shutDown(patience);
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (isConnecting()) {
          awaitChange(lookAgain);
        } else {
          changed.acquire();
        }
        changed.drainPermits();
        Optional<Optional<Breaker.Held>> held = isConnecting() ? read() : Optional.empty();
        if (held.isPresent()) {
          follow(held.get());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The client's ownership has ended");
    }
  }

  private void awaitChange(Duration patience) throws InterruptedException {
    boolean heard = changed.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    LOG.tracef("Looks whether connecting is held back, heard of a change: %s", heard);
  }

  private void follow(Optional<Breaker.Held> held) throws InterruptedException {
    if (held.isEmpty() && isHolding()) {
      TimeUnit.NANOSECONDS.sleep(spread.get().toNanos());
      if (read().orElse(held).isPresent()) {
        return;
      }
    }
    lock.lockInterruptibly();
    try {
      if (maker.isEmpty() || !isConnecting()) {
        return;
      }
      if (held.isPresent()) {
        shutDown(Duration.ZERO);
        hold(held.get());
      } else if (holding) {
        open(maker.get());
      }
    } catch (RuntimeException e) {
      failed.accept(e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether it has no connection, and will or would make one. */
  private boolean isConnecting() {
    Phase phase = session.snapshot().phase();
    return isHolding()
        || (session.client().isPresent()
            && (phase == Phase.STARTING
                || phase == Phase.CONNECTING
                || phase == Phase.RECONNECTING));
  }

  private boolean isHolding() {
    lock.lock();
    try {
      return holding;
    } finally {
      lock.unlock();
    }
  }

  private void hold(Breaker.Held held) {
    if (!holding) {
      LOG.warnf("Connecting is held back until %s: %s", held.until(), held.reason());
    }
    session.standby("connecting-held-back");
    tell(Optional.of(held));
  }

  private void open(Supplier<WhatsAppClient> clients) {
    tell(Optional.empty());
    WhatsAppClient client = clients.get();
    session.own(client);
    client.start();
    status.report();
  }

  private void tell(Optional<Breaker.Held> held) {
    holding = held.isPresent();
    status.degraded(
        "ConnectingHeldBack",
        held.map(
            by ->
                "Connecting to WhatsApp is held back for all sessions until "
                    + by.until()
                    + ": "
                    + by.reason()));
  }

  /** Empty when the database does not answer: ownership sees to that. */
  private Optional<Optional<Breaker.Held>> read() {
    try {
      return Optional.of(gate.held());
    } catch (SQLException e) {
      LOG.debugf("Whether connecting is held back is not known: SQLSTATE %s", e.getSQLState());
      return Optional.empty();
    }
  }

  private void shutDown(Duration patience) {
    Optional<WhatsAppClient> client = session.client();
    if (client.isEmpty()) {
      return;
    }
    try {
      client.get().shutDown(patience).get(patience.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("The client did not end in order: %s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
