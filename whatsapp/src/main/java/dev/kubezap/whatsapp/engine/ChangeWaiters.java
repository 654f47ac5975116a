package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ChangeEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who waits for which change of a message to end. */
final class ChangeWaiters {
  private final Map<String, CompletableFuture<ChangeEnd>> waiters = new HashMap<>();

  /** Completes {@code future} when this change ends; one that is done otherwise is forgotten. */
  void await(String id, CompletableFuture<ChangeEnd> future) {
    synchronized (waiters) {
      waiters.put(id, future);
    }
    var _ = future.whenComplete((_, _) -> remove(id));
  }

  private Optional<CompletableFuture<ChangeEnd>> remove(String id) {
    synchronized (waiters) {
      return Optional.ofNullable(waiters.remove(id));
    }
  }

  /** A change ended. */
  void ended(String id, ChangeEnd end) {
    remove(id).ifPresent(future -> future.complete(end));
  }

  /** Nobody waits any more. */
  void fail(RuntimeException cause) {
    List<CompletableFuture<ChangeEnd>> all;
    synchronized (waiters) {
      all = List.copyOf(waiters.values());
      waiters.clear();
    }
    all.forEach(future -> future.completeExceptionally(cause));
  }
}
