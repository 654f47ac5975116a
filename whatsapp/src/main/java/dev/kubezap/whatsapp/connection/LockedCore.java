package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The core behind the one lock of a connection, with the queue of bytes to send. The lock is never
 * held during input, output or a callback.
 */
final class LockedCore {

  /** Callers of {@link #awaitRoom} wait while more than this is queued. */
  static final long QUEUED_BYTES = 2 << 20;

  private final ConnectionCore core;
  private final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition bytesQueued = lock.newCondition();
  private final Condition roomMade = lock.newCondition();
  private final Condition deadlineMoved = lock.newCondition();
  private final Deque<byte[]> outgoing = new ArrayDeque<>();
  private final Map<Long, CompletableFuture<Answer>> futures = new HashMap<>();
  private boolean held;
  private long queuedBytes;
  private long requestCount;
  private Instant clockWaitsUntil = Instant.MIN;

  private record Ended(CompletableFuture<Answer> future, Answer answer) {}

  LockedCore(ConnectionCore core, InstantSource clock) {
    this.core = core;
    this.clock = clock;
  }

  /** Lets the core take an event; answers what is for the listener, to be given to it in order. */
  List<Output> accept(Input input) {
    List<Output> forListener = new ArrayList<>();
    List<Ended> ended = new ArrayList<>();
    lock.lock();
    try {
      core.accept(input, clock.instant());
      take(forListener, ended);
    } finally {
      lock.unlock();
    }
    ended.forEach(request -> request.future().complete(request.answer()));
    return forListener;
  }

  /** Sends a request; its future completes wherever the core ends it. */
  CompletableFuture<Answer> request(Node iq, Duration timeout) {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    long key;
    lock.lock();
    try {
      key = ++requestCount;
      futures.put(key, future);
    } finally {
      lock.unlock();
    }
    try {
      accept(new Input.Request(iq, timeout, key));
    } catch (IllegalArgumentException callersMistake) {
      forget(key);
      throw callersMistake;
    }
    return future;
  }

  private void forget(long key) {
    lock.lock();
    try {
      futures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private void take(List<Output> forListener, List<Ended> ended) {
    Output output;
    while ((output = core.next()) != null) {
      switch (output) {
        case Output.Transmit(byte[] bytes) -> {
          outgoing.add(bytes);
          queuedBytes += bytes.length;
          if (!held) {
            bytesQueued.signal();
          }
        }
        case Output.Reply(long key, Answer answer) -> {
          CompletableFuture<Answer> future = futures.remove(key);
          if (future != null) {
            ended.add(new Ended(future, answer));
          }
        }
        case Output.Close _ -> {
          bytesQueued.signal();
          roomMade.signalAll();
          deadlineMoved.signal();
        }
        default -> forListener.add(output);
      }
    }
    if (core.deadline().filter(deadline -> deadline.isBefore(clockWaitsUntil)).isPresent()) {
      deadlineMoved.signal();
    }
  }

  Optional<CloseReason> closed() {
    lock.lock();
    try {
      return closedReason();
    } finally {
      lock.unlock();
    }
  }

  private Optional<CloseReason> closedReason() {
    return core.phase() instanceof Phase.Closed(CloseReason reason)
        ? Optional.of(reason)
        : Optional.empty();
  }

  /** Waits until there is room for a stanza or the connection has ended. */
  void awaitRoom() {
    lock.lock();
    try {
      while (queuedBytes > QUEUED_BYTES && closedReason().isEmpty()) {
        bytesQueued.signal();
        roomMade.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on bytes need not leave before {@link #release}. */
  void hold() {
    lock.lock();
    try {
      held = true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets bytes leave that were held. */
  void release() {
    lock.lock();
    try {
      held = false;
      if (!outgoing.isEmpty()) {
        bytesQueued.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for bytes to send; none when the connection has ended and all bytes were taken. */
  List<byte[]> takeBytes(int atMost) {
    lock.lock();
    try {
      while (outgoing.isEmpty() && closedReason().isEmpty()) {
        bytesQueued.awaitUninterruptibly();
      }
      List<byte[]> batch = new ArrayList<>();
      int size = 0;
      byte @Nullable [] next;
      while (size < atMost && (next = outgoing.poll()) != null) {
        batch.add(next);
        size += next.length;
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Tells that bytes taken before have left. */
  void sent(List<byte[]> batch) {
    lock.lock();
    try {
      for (byte[] bytes : batch) {
        queuedBytes -= bytes.length;
      }
      roomMade.signalAll();
    } finally {
      lock.unlock();
    }
    accept(new Input.Transmitted(batch.size()));
  }

  /** Waits for the core's deadline; false when the connection has ended. */
  boolean awaitDeadline() throws InterruptedException {
    lock.lock();
    try {
      while (closedReason().isEmpty()) {
        Instant now = clock.instant();
        Instant deadline = core.deadline().orElse(Instant.MAX);
        if (!deadline.isAfter(now)) {
          return true;
        }
        clockWaitsUntil = deadline;
        if (deadline.equals(Instant.MAX)) {
          deadlineMoved.await();
        } else {
          long _ = deadlineMoved.awaitNanos(Duration.between(now, deadline).toNanos());
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }
}
