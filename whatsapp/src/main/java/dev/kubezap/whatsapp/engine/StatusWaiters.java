package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Who waits for which message to get how far. */
final class StatusWaiters {
  private final Map<String, List<Waiter>> waiters = new HashMap<>();

  private record Waiter(MessageStatus atLeast, CompletableFuture<StoredMessage> future) {}

  /**
   * Waits until the message got so far, or ended otherwise. A future that is done otherwise is
   * forgotten.
   */
  CompletableFuture<StoredMessage> await(String messageId, MessageStatus atLeast) {
    CompletableFuture<StoredMessage> future = new CompletableFuture<>();
    add(messageId, new Waiter(atLeast, future));
    return future;
  }

  /** Completes {@code future} when this message gets so far, at once when it is there already. */
  void await(
      StoredMessage message, MessageStatus atLeast, CompletableFuture<StoredMessage> future) {
    if (satisfies(message.status(), atLeast)) {
      future.complete(message);
    } else {
      add(message.id(), new Waiter(atLeast, future));
    }
  }

  private void add(String messageId, Waiter waiter) {
    synchronized (waiters) {
      waiters.computeIfAbsent(messageId, _ -> new ArrayList<>(1)).add(waiter);
    }
    var _ = waiter.future().whenComplete((_, _) -> forgetDone(messageId));
  }

  private void forgetDone(String messageId) {
    synchronized (waiters) {
      List<Waiter> left = waiters.get(messageId);
      if (left != null) {
        left.removeIf(waiter -> waiter.future().isDone());
        if (left.isEmpty()) {
          waiters.remove(messageId);
        }
      }
    }
  }

  /** A message got so far. */
  void reached(StoredMessage message) {
    List<CompletableFuture<StoredMessage>> done = new ArrayList<>();
    synchronized (waiters) {
      List<Waiter> waiting = waiters.getOrDefault(message.id(), List.of());
      for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
        Waiter waiter = each.next();
        if (satisfies(message.status(), waiter.atLeast())) {
          each.remove();
          done.add(waiter.future());
        }
      }
      if (waiting.isEmpty()) {
        waiters.remove(message.id());
      }
    }
    done.forEach(future -> future.complete(message));
  }

  private static boolean satisfies(MessageStatus status, MessageStatus atLeast) {
    return switch (status) {
      case FAILED, EXPIRED, CANCELLED, RECEIVED, UNDECRYPTED -> true;
      case QUEUED, PREPARED, SENT, DELIVERED, READ, PLAYED -> status.compareTo(atLeast) >= 0;
    };
  }

  /** Nobody waits any more. */
  void fail(RuntimeException cause) {
    List<CompletableFuture<StoredMessage>> all = new ArrayList<>();
    synchronized (waiters) {
      waiters.values().forEach(list -> list.forEach(waiter -> all.add(waiter.future())));
      waiters.clear();
    }
    all.forEach(future -> future.completeExceptionally(cause));
  }
}
