package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a webhook's thread is told by others, in the order in which it is told. */
final class SinkSignals {

  /** Something that the thread is told. */
  sealed interface Signal {
    /** An attempt ended. */
    record Ended(StoredEvent event, AttemptResult result) implements Signal {}

    /** There may be new events, or something is due. */
    record Wake() implements Signal {}

    /** The endpoint is another from now on. */
    record Changed() implements Signal {}

    /** The rows are to be read anew. */
    record Reload() implements Signal {}
  }

  private final BlockingQueue<Signal> queue = new LinkedBlockingQueue<>();

  /** Many commits before the thread looks are one reason to look. */
  private final AtomicBoolean woken = new AtomicBoolean();

  void add(Signal signal) {
    queue.add(signal);
  }

  /** Adds a {@link Signal.Wake}, unless one waits already. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      queue.add(new Signal.Wake());
    }
  }

  /**
   * What was told meanwhile; waits for the first when there is nothing.
   *
   * @return nothing when the time ran out
   */
  List<Signal> take(long milliseconds) throws InterruptedException {
    List<Signal> taken = new ArrayList<>();
    @Nullable Signal signal = queue.poll(milliseconds, TimeUnit.MILLISECONDS);
    for (; signal != null; signal = queue.poll()) {
      if (signal instanceof Signal.Wake) {
        // Before anything is looked for: what is stored from here on wakes again.
        woken.set(false);
      }
      taken.add(signal);
    }
    return taken;
  }
}
