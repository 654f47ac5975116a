package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.config.KubernetesSettings;
import dev.kubezap.pod.config.SessionName;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Writes the resource's status on a thread of its own: the newest of what it is offered, at most
 * once a second, a new QR at once, again after a growing delay when the API server is away.
 */
public final class StatusWriter implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StatusWriter.class);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final StatusApi api;
  private final SessionName session;
  private final Clock clock;
  private final StatusPace pace;
  private final boolean codesInStatus;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  /** What the resource showed before this process wrote anything. */
  private final CompletableFuture<Long> reportedEpoch = new CompletableFuture<>();

  private Optional<StatusInput> offered = Optional.empty();
  private boolean closing;

  // Touched by the writing thread alone.
  private StatusMemory memory = StatusMemory.NOTHING;
  private Optional<ObjectNode> written = Optional.empty();
  private Optional<String> shownQr = Optional.empty();
  private boolean memoryRead;

  /** Begins to write. */
  public StatusWriter(KubernetesSettings settings, SessionName session, Clock clock) {
    this(
        new HttpStatusApi(settings, session),
        session,
        clock,
        new StatusPace(RandomGenerator.getDefault()),
        settings.codesInStatus());
  }

  StatusWriter(
      StatusApi api, SessionName session, Clock clock, StatusPace pace, boolean codesInStatus) {
    this.api = api;
    this.session = session;
    this.clock = clock;
    this.pace = pace;
    this.codesInStatus = codesInStatus;
    thread = Thread.ofVirtual().name("status-writer").start(this::run);
  }

  /** Takes what is to be written next; returns at once. */
  public void offer(StatusInput input) {
    lock.lock();
    try {
      offered = Optional.of(input);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The epoch that the resource's status showed before this process wrote to it, 0 when it shows
   * none; it is read when something is offered first, and completes when the API server has told.
   */
  public CompletableFuture<Long> reportedEpoch() {
    return reportedEpoch.copy();
  }

  /** Writes what was offered last, if the API server answers within a second, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Optional<StatusInput> next = next();
      while (next.isPresent()) {
        write(next.get());
        next = next();
      }
    } catch (InterruptedException e) {
      LOG.debug("The status writer was interrupted and ends");
    }
  }

  /** Waits until something is offered and may be written; empty when it is time to end. */
  private Optional<StatusInput> next() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (offered.isEmpty()) {
          if (closing) {
            return Optional.empty();
          }
          changed.await();
          continue;
        }
        Duration wait =
            closing ? Duration.ZERO : pace.wait(clock.instant(), isUrgent(offered.get()));
        if (!wait.isPositive()) {
          Optional<StatusInput> taken = offered;
          offered = Optional.empty();
          return taken;
        }
        changed.awaitNanos(wait.toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isUrgent(StatusInput input) {
    Optional<String> qr = input.snapshot().qr().map(shown -> shown.text());
    return !qr.equals(shownQr);
  }

  private void write(StatusInput input) throws InterruptedException {
    try {
      if (!memoryRead || !input.owner()) {
        readMemory();
      }
      // Of an owner, too: it is about to lose a lease whose epoch the database had forgotten, and
      // what shows that must stay.
      if (memory.epoch() > input.epoch()) {
        LOG.debug("The status is of a later epoch: it is not touched");
        return;
      }
      List<StatusCondition> conditions =
          memory.carriedInto(ConditionPolicy.decide(input, clock.instant()));
      ObjectNode document = StatusDocument.of(session, input, conditions, codesInStatus);
      if (written.isPresent() && written.get().equals(document)) {
        return;
      }
      settle(input, document, conditions, api.apply(document));
    } catch (IOException e) {
      failed(input, "The API server does not answer: " + e);
    }
  }

  private void settle(
      StatusInput input,
      ObjectNode document,
      List<StatusCondition> conditions,
      StatusApi.Answer answer) {
    switch (answer) {
      case StatusApi.Answer.Resource resource -> {
        pace.succeeded(clock.instant());
        written = Optional.of(document);
        shownQr = input.snapshot().qr().map(qr -> qr.text());
        memory = memory.with(conditions, input.epoch());
      }
      case StatusApi.Answer.Refused refused ->
          failed(
              input,
              "The API server refused the status with "
                  + refused.status()
                  + ": "
                  + refused.message());
    }
  }

  /** A server that is overloaded or starts has not told anything: what it remembers counts. */
  private void readMemory() throws IOException, InterruptedException {
    switch (api.read()) {
      case StatusApi.Answer.Resource resource -> memory = StatusMemory.of(resource.document());
      case StatusApi.Answer.Refused(int status, String message)
          when status == TOO_MANY_REQUESTS || status >= SERVER_ERROR ->
          throw new IOException(status + " " + message);
      case StatusApi.Answer.Refused _ -> LOG.debug("There is no status to read");
    }
    memoryRead = true;
    reportedEpoch.complete(memory.epoch());
  }

  /** Puts back what could not be written, unless something newer was offered meanwhile. */
  private void failed(StatusInput input, String what) {
    Duration delay = pace.failed(clock.instant());
    LOG.warnf("%s. Tried again in %d ms", what, delay.toMillis());
    lock.lock();
    try {
      if (offered.isEmpty() && !closing) {
        offered = Optional.of(input);
      }
    } finally {
      lock.unlock();
    }
  }
}
