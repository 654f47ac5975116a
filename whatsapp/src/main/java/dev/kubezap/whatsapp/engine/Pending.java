package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Work;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Work that waits for its turn.
 *
 * @param work the input, with answers when it asked
 * @param connection the number of the connection that it came over; 0 when it came from elsewhere
 * @param bytes its size for the mailbox' bound; 0 when it does not count
 * @param caller who waits for it
 */
record Pending(
    Work<?> work, long connection, long bytes, Optional<CompletableFuture<Object>> caller) {

  /** Work that nobody waits for and that came over no connection. */
  static Pending of(Object input) {
    return new Pending(Work.of(input), 0, 0, Optional.empty());
  }

  /** A caller's work. */
  static Pending of(Object input, CompletableFuture<Object> caller) {
    return new Pending(Work.of(input), 0, 0, Optional.of(caller));
  }

  /** Work that came over a connection. */
  static Pending of(Object input, long connection, long bytes) {
    return new Pending(Work.of(input), connection, bytes, Optional.empty());
  }
}
